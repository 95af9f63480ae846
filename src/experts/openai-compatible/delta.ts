import { isJsonObject, type JsonObject } from "../../core/json.ts";

const EMPTY: JsonObject = {};

/** The choice with index 0: the first of a chunk unless it says otherwise. */
export function choiceZero(json: JsonObject): JsonObject | null {
  const choices = json["choices"];
  if (!Array.isArray(choices)) return null;
  for (const choice of choices as readonly unknown[]) {
    if (isJsonObject(choice) && (choice["index"] ?? 0) === 0) return choice;
  }
  return null;
}

/** `delta` of a stream's choice, `message` of a whole one. */
export function deltaOf(choice: JsonObject): JsonObject {
  const delta = choice["delta"] ?? choice["message"];
  return isJsonObject(delta) ? delta : EMPTY;
}

/** Visible text: `content` as a string or as parts, and a refusal, which is what the client reads then. */
export function visibleText(delta: JsonObject): string {
  const { content, refusal } = delta;
  return joinText(content) + (typeof refusal === "string" ? refusal : "");
}

/** Thinking, under whichever of its names; OpenRouter sends `reasoning` and `reasoning_details` both. */
export function reasoningText(delta: JsonObject): string {
  for (const name of ["reasoning_content", "reasoning"]) {
    const value = delta[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return joinText(delta["reasoning_details"]);
}

function joinText(value: unknown): string {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return "";
  let text = "";
  for (const part of value as readonly unknown[]) {
    if (!isJsonObject(part)) continue;
    const piece = part["text"] ?? part["summary"];
    if (typeof piece === "string") text += piece;
  }
  return text;
}

/** Characters of everything the choices of a chunk or of a whole answer say: what our own count counts. */
export function outputCharacters(json: JsonObject): number {
  const choices = json["choices"];
  if (!Array.isArray(choices)) return 0;
  let characters = 0;
  for (const choice of choices as readonly unknown[]) {
    if (!isJsonObject(choice)) continue;
    const delta = deltaOf(choice);
    characters += visibleText(delta).length + reasoningText(delta).length + toolCallCharacters(delta);
  }
  return characters;
}

/** The calls of tools in a delta or a message. */
export function toolCallsOf(delta: JsonObject): readonly JsonObject[] {
  const calls = delta["tool_calls"];
  return Array.isArray(calls) ? calls.filter(isJsonObject) : [];
}

function toolCallCharacters(delta: JsonObject): number {
  let characters = 0;
  for (const call of toolCallsOf(delta)) {
    const called = call["function"];
    if (!isJsonObject(called)) continue;
    if (typeof called["name"] === "string") characters += called["name"].length;
    if (typeof called["arguments"] === "string") characters += called["arguments"].length;
  }
  return characters;
}
