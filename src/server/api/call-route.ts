import { z } from "zod";
import { AppError } from "../../core/app-error.ts";
import type { ApiDeps, ApiRoute } from "./api-route.ts";
import { faultText, faultyField } from "./fault-text.ts";

export type AnyRoute = ApiRoute<z.ZodType, object>;

/** Checks the input and does what the route does; throws `invalid_request` that names the field. */
export async function callRoute(
  route: AnyRoute,
  deps: ApiDeps,
  { input, by }: { readonly input: unknown; readonly by: string },
): Promise<object> {
  const read = route.input.safeParse(input);
  if (read.success) return route.handle(deps, read.data, by);
  const [issue] = read.error.issues;
  throw new AppError("invalid_request", faultText(issue, input), {
    param: faultyField(issue),
    hint: `it takes: ${fieldsOf(route).join(", ") || "nothing"}`,
  });
}

function fieldsOf({ input }: AnyRoute): readonly string[] {
  return input instanceof z.ZodObject ? Object.keys(input.shape) : [];
}
