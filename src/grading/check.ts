import { z } from "zod";
import { AppError } from "../core/app-error.ts";
import { GRADERS } from "./registry.ts";

type Schemas<List> = {
  -readonly [Index in keyof List]: List[Index] extends { readonly check: infer Schema } ? Schema : never;
};

/** How an answer is to be verified: the `toque.check` part of a request. */
const checkSchema = z.discriminatedUnion(
  "type",
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- map keeps the order of a tuple, its type does not
  GRADERS.map((grader) => grader.check) as Schemas<typeof GRADERS>,
);

export type Check = z.infer<typeof checkSchema>;

/** Reads a client's check; `param` is where it stands in the request, such as `toque.check`. */
export function parseCheck(input: unknown, param: string): Check {
  const parsed = checkSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = [
    ...(issue?.path ?? []),
    ...(issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : []),
  ];
  const where = [param, ...path].join(".");
  throw new AppError("invalid_request", `${where}: ${issue?.message ?? "is not a check"}`, {
    param: where,
    hint: `A check has a type: ${GRADERS.map((grader) => grader.type).join(", ")}.`,
  });
}
