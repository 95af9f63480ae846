import { AppError } from "../../../core/app-error.ts";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import { parseCheck, type Check } from "../../../grading/check.ts";

/** What a request may tell Toque beside the dialect: which task it is, and how its answer is verified. */
export type ToqueFields = { readonly task: string | null; readonly check: Check | null };

const NOTHING: ToqueFields = { task: null, check: null };
const TASK = /^[\w./:-]{1,64}$/;
const KNOWN = new Set(["task", "check"]);

/** Reads `toque` from the top level, or from `metadata.toque` as JSON text for SDKs that drop unknown fields. */
export function readToque(body: JsonObject): ToqueFields {
  const metadata = body["metadata"];
  const inMetadata = isJsonObject(metadata) ? metadata["toque"] : undefined;
  if (body["toque"] !== undefined) return readFields(body["toque"], "toque");
  if (inMetadata !== undefined) return readFields(fromText(inMetadata), "metadata.toque");
  return NOTHING;
}

function fromText(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch (cause) {
    throw new AppError("invalid_request", "'metadata.toque' is not valid JSON", {
      param: "metadata.toque",
      cause,
    });
  }
}

function readFields(value: unknown, path: string): ToqueFields {
  if (!isJsonObject(value))
    throw new AppError("invalid_request", `'${path}' must be an object`, { param: path });
  for (const field in value) {
    if (!KNOWN.has(field))
      throw new AppError("invalid_request", `'${path}.${field}' is not known`, {
        param: `${path}.${field}`,
        hint: `known fields: ${[...KNOWN].join(", ")}`,
      });
  }
  const { task, check } = value;
  if (task !== undefined && task !== null && (typeof task !== "string" || !TASK.test(task)))
    throw new AppError("invalid_request", `'${path}.task' must be 1 to 64 letters, digits or ._/:-`, {
      param: `${path}.task`,
    });
  return {
    task: task ?? null,
    check: check === undefined || check === null ? null : parseCheck(check, `${path}.check`),
  };
}
