import { AppError } from "../core/app-error.ts";

type Mixture = { readonly name: string; readonly experts: readonly string[] };

/** The error for options that speak of experts the mixture does not have, `null` when all are known. */
export function unknownExpertsError(
  option: string,
  experts: readonly string[],
  mixture: Mixture,
): AppError | null {
  const unknown = experts.filter((expert) => !mixture.experts.includes(expert));
  if (unknown.length === 0) return null;
  return new AppError(
    "invalid_config",
    `policy of mixture '${mixture.name}': ${option} names ${unknown.join(", ")}`,
    {
      hint: `The experts of this mixture are ${mixture.experts.join(", ")}.`,
      param: option,
    },
  );
}
