import { AppError } from "../core/app-error.ts";
import { RefusedError } from "./failure.ts";

/** Says of which file a refusal of its content is, wherever it was found to be wrong. */
export function ofFile(file: string, error: unknown): unknown {
  if (error instanceof AppError && error.code === "invalid_policy") {
    const { code, message, hint, param, cause } = error;
    return new AppError(code, `${file}: ${message}`, {
      ...(hint === undefined ? {} : { hint }),
      ...(param === undefined ? {} : { param }),
      cause,
    });
  }
  if (error instanceof RefusedError && error.code === "invalid_policy")
    return new RefusedError(error.code, `${file}: ${error.message}`, error.hint);
  return error;
}
