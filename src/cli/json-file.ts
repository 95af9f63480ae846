import { readFileSync, statSync } from "node:fs";
import { AppError, type ErrorCode } from "../core/app-error.ts";
import { isJsonObject, type JsonObject } from "../core/json.ts";

type Expected = { readonly bytesMax: number; readonly code: ErrorCode; readonly hint: string };

/** The object a file holds; throws with the given code for a file that is missing, too large or no JSON object. */
export function readJsonFile(path: string, { bytesMax, code, hint }: Expected): JsonObject {
  try {
    const { size } = statSync(path);
    if (size > bytesMax) throw new Error(`it has ${size} bytes, at most ${bytesMax} are read`);
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (!isJsonObject(value)) throw new Error("it holds no JSON object");
    return value;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(code, `${path} cannot be read: ${message}`, { hint, cause });
  }
}
