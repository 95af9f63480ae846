import { z } from "zod";
import { AppError } from "../../core/app-error.ts";

/** Many numbers as base64 of little-endian 32-bit floats: JSON of a learnt state stays small. */
export const floatBlock = z.string().max(64_000_000);

export function encodeFloats(values: Float32Array): string {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => bytes.writeFloatLE(value, at * 4));
  return bytes.toString("base64");
}

/** Throws `invalid_policy` when it does not hold exactly `length` finite numbers. */
export function decodeFloats(block: string, length: number): Float32Array {
  const bytes = Buffer.from(block, "base64");
  if (bytes.length !== length * 4)
    throw invalidState(`a block holds ${bytes.length / 4} numbers where ${length} are needed`);
  const values = Float32Array.from({ length }, (_, at) => bytes.readFloatLE(at * 4));
  if (!values.every(Number.isFinite)) throw invalidState("a block holds a number that is not finite");
  return values;
}

/** The parsed state of a model, or `invalid_policy`. */
export function parseState<T>(schema: z.ZodType<T>, state: unknown): T {
  const parsed = schema.safeParse(state);
  if (!parsed.success) throw invalidState(z.prettifyError(parsed.error));
  return parsed.data;
}

export function invalidState(what: string): AppError {
  return new AppError("invalid_policy", `The learnt state of a model is not valid: ${what}`, {
    hint: "Learn the policy again with this version of Toque; files are not edited by hand.",
  });
}
