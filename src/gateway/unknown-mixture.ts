import { AppError } from "../core/app-error.ts";

/** A name that no mixture of the config has. */
export function unknownMixture(name: string, known: readonly string[]): AppError {
  return new AppError("unknown_mixture", `there is no mixture '${name}'`, {
    hint: `known mixtures: ${known.join(", ") || "none"}`,
  });
}
