import { AppError } from "../../../core/app-error.ts";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import type { CallOptions } from "../../../experts/expert.ts";

type Prompt = CallOptions["prompt"];
type Message = Prompt[number];
type UserContent = Extract<Message, { role: "user" }>["content"];
type AssistantContent = Extract<Message, { role: "assistant" }>["content"];

/** Chat messages in the AI SDK's language. Takes messages that `readChatRequest` has checked. */
export function promptOf(messages: unknown): Prompt {
  const toolNames = new Map<string, string>();
  const prompt: Prompt = [];
  for (const message of Array.isArray(messages) ? messages : []) {
    if (isJsonObject(message)) prompt.push(messageOf(message, toolNames));
  }
  return prompt;
}

function messageOf(message: JsonObject, toolNames: Map<string, string>): Message {
  const { content } = message;
  switch (stringOf(message["role"])) {
    case "system":
    case "developer":
      return { role: "system", content: textOf(content) };
    case "assistant":
      return { role: "assistant", content: assistantContent(message, toolNames) };
    case "tool":
    case "function":
      return { role: "tool", content: [toolResult(message, toolNames)] };
    default:
      return { role: "user", content: userContent(content) };
  }
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) => (isJsonObject(part) && typeof part["text"] === "string" ? part["text"] : ""))
    .join("");
}

function userContent(content: unknown): UserContent {
  if (!Array.isArray(content)) return [{ type: "text", text: textOf(content) }];
  return content.flatMap((part: unknown): UserContent => {
    if (!isJsonObject(part)) return [];
    if (typeof part["text"] === "string") return [{ type: "text", text: part["text"] }];
    const image = part["image_url"];
    const url = isJsonObject(image) ? image["url"] : image;
    if (typeof url === "string") return [imageOf(url)];
    throw new AppError("invalid_request", `this expert takes no '${stringOf(part["type"])}' parts`, {
      param: "messages",
    });
  });
}

const DATA_URL = /^data:([\w.+-]+\/[\w.+-]+);base64,/;

function imageOf(url: string): UserContent[number] {
  const inline = DATA_URL.exec(url);
  const mediaType = inline?.[1];
  if (inline && mediaType !== undefined)
    return { type: "file", mediaType, data: { type: "data", data: url.slice(inline[0].length) } };
  if (!URL.canParse(url))
    throw new AppError("invalid_request", "an image_url is neither a URL nor inline data", {
      param: "messages",
      hint: "use https://… or data:image/png;base64,…",
    });
  return { type: "file", mediaType: "image", data: { type: "url", url: new URL(url) } };
}

function assistantContent(message: JsonObject, toolNames: Map<string, string>): AssistantContent {
  const content: AssistantContent = [];
  const reasoning = message["reasoning_content"] ?? message["reasoning"];
  if (typeof reasoning === "string" && reasoning !== "") content.push({ type: "reasoning", text: reasoning });
  const text = textOf(message["content"]);
  if (text !== "") content.push({ type: "text", text });
  const calls = message["tool_calls"];
  for (const call of Array.isArray(calls) ? calls : []) {
    const spec = isJsonObject(call) ? call["function"] : undefined;
    if (!isJsonObject(call) || !isJsonObject(spec)) continue;
    const toolCallId = stringOf(call["id"]);
    const toolName = stringOf(spec["name"]);
    toolNames.set(toolCallId, toolName);
    content.push({ type: "tool-call", toolCallId, toolName, input: jsonOr(spec["arguments"]) });
  }
  return content;
}

function toolResult(message: JsonObject, toolNames: ReadonlyMap<string, string>) {
  const toolCallId = stringOf(message["tool_call_id"] ?? message["name"]);
  return {
    type: "tool-result" as const,
    toolCallId,
    toolName: toolNames.get(toolCallId) ?? stringOf(message["name"]),
    output: { type: "text" as const, value: textOf(message["content"]) },
  };
}

function jsonOr(text: unknown): unknown {
  if (typeof text !== "string") return text ?? {};
  try {
    return JSON.parse(text);
  } catch {
    // Models do write broken arguments; the next expert should see what was really said.
    return text;
  }
}

function stringOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
