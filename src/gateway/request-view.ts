import { isJsonObject, type JsonObject } from "../core/json.ts";
import { EMPTY_VIEW, type RequestView } from "../router/features/request-view.ts";
import type { GatewayRequest } from "./gateway-request.ts";

/** Parts of one message that are read; a message of more is cut, as its text would be. */
const PARTS_MAX = 64;

/** What features are made from, as the request's body says it. Texts stay whole: extraction bounds them. */
export function requestView({ body, keyId, task, facts }: GatewayRequest): RequestView {
  const messages = body["messages"];
  const listed: readonly unknown[] = Array.isArray(messages) ? messages : [];
  const last = listed.findLast((message) => roleOf(message) === "user");
  const system = listed.find((message) => roleOf(message) === "system" || roleOf(message) === "developer");
  const tools = body["tools"];
  const effort = body["reasoning_effort"];
  return {
    ...EMPTY_VIEW,
    text: textOf(last),
    system: system === undefined ? null : textOf(system),
    family: task,
    origin: keyId,
    turns: listed.reduce<number>((turns, message) => turns + Number(roleOf(message) === "user"), 0),
    tools: Array.isArray(tools) ? tools.length : 0,
    jsonSchema: facts.jsonSchema,
    images: facts.images ? partsOf(last).filter((part) => part["type"] === "image_url").length : 0,
    outputTokensMax: numberOf(body["max_completion_tokens"]) ?? numberOf(body["max_tokens"]),
    effort: typeof effort === "string" ? effort : null,
  };
}

function roleOf(message: unknown): unknown {
  return isJsonObject(message) ? message["role"] : null;
}

function textOf(message: unknown): string {
  const content = isJsonObject(message) ? message["content"] : null;
  if (typeof content === "string") return content;
  return partsOf(message)
    .map((part) => (typeof part["text"] === "string" ? part["text"] : ""))
    .join("\n");
}

function partsOf(message: unknown): readonly JsonObject[] {
  const content = isJsonObject(message) ? message["content"] : null;
  return Array.isArray(content) ? content.slice(0, PARTS_MAX).filter(isJsonObject) : [];
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
