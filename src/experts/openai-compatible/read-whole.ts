import { AppError } from "../../core/app-error.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { WireReading } from "../expert.ts";
import { countUsage } from "./count-usage.ts";
import { choiceZero, deltaOf, outputCharacters, visibleText } from "./delta.ts";
import { finishReasonOf } from "../finish-reason.ts";
import { addToolCalls, saidCalls } from "./read-tool-calls.ts";
import { readUsage } from "./read-usage.ts";

export type WholeReply =
  | { readonly type: "answer"; readonly reading: WireReading }
  | { readonly type: "error"; readonly error: unknown };

export type WholeContext = {
  readonly body: Readonly<Record<string, unknown>>;
  readonly hiddenOutputInTotal: boolean;
};

/** Reads a whole `chat.completion`, or the error that came with a status that was fine. */
export function readWhole(bytes: Buffer, context: WholeContext): WholeReply {
  const json = parse(bytes);
  const choice = choiceZero(json);
  if (choice?.["finish_reason"] === "error")
    return { type: "error", error: json["error"] ?? choice["error"] ?? json };
  if (choice === null) {
    const error = json["error"] ?? null;
    if (error !== null) return { type: "error", error };
    throw new AppError("expert_bad_response", "the expert's answer has no choices");
  }
  if (!isJsonObject(choice["message"]))
    throw new AppError("expert_bad_response", "the expert's answer has no message");
  const text = visibleText(deltaOf(choice));
  const raw = choice["finish_reason"];
  const serviceTier = typeof json["service_tier"] === "string" ? json["service_tier"] : null;
  const usage = readUsage(json["usage"] ?? choice["usage"], {
    serviceTier,
    hiddenOutputInTotal: context.hiddenOutputInTotal,
  });
  return {
    type: "answer",
    reading: {
      usage: usage ?? countUsage(context.body, outputCharacters(json)),
      finishReason: typeof raw === "string" ? finishReasonOf(raw) : null,
      text,
      toolCalls: saidCalls(addToolCalls([], deltaOf(choice))),
    },
  };
}

const QUOTED_BYTES_MAX = 80;

function parse(bytes: Buffer): JsonObject {
  let json: unknown = null;
  let cause: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    cause = error;
  }
  if (isJsonObject(json)) return json;
  const start = JSON.stringify(bytes.toString("utf8", 0, QUOTED_BYTES_MAX));
  throw new AppError("expert_bad_response", `the expert's answer is no JSON object: ${start}`, { cause });
}
