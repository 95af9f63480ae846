import { hash } from "node:crypto";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import type { Previous } from "../router/policy.ts";
import type { GatewayRequest } from "./gateway-request.ts";

const REMEMBERED_MAX = 10_000;
/** Of the first messages, enough to tell conversations apart and little to hash. */
const OPENING_MESSAGES = 2;
const OPENING_CHARS_MAX = 2_000;
const NAMES_OF_SESSION = ["session_id", "conversation_id"];

/** Who answered last in the conversations that go on, so that prompt caches, tool loops and reasoning are not lost. */
export class Conversations {
  readonly #experts = new Map<string, string>();

  previous(request: GatewayRequest): Previous | null {
    const messages = messagesOf(request);
    const last = messages.findLast((message) => message["role"] === "assistant");
    if (last === undefined) return null;
    const expert = this.#experts.get(keyOf(request, messages));
    if (expert === undefined) return null;
    return { expert, bound: isToolResult(messages.at(-1)) || hasBoundReasoning(last) };
  }

  answered(request: GatewayRequest, expert: string): void {
    const key = keyOf(request, messagesOf(request));
    this.#experts.delete(key);
    this.#experts.set(key, expert);
    if (this.#experts.size <= REMEMBERED_MAX) return;
    const [oldest] = this.#experts.keys();
    if (oldest !== undefined) this.#experts.delete(oldest);
  }
}

function messagesOf({ body }: GatewayRequest): readonly JsonObject[] {
  const messages = body["messages"];
  return Array.isArray(messages) ? messages.filter(isJsonObject) : [];
}

/** A conversation is known by its session, else by whose it is and how it began. Only a hash is kept of that. */
function keyOf({ keyId, model, body }: GatewayRequest, messages: readonly JsonObject[]): string {
  const session = sessionOf(body);
  const opening = messages.slice(0, OPENING_MESSAGES).filter((message) => message["role"] !== "assistant");
  const said = session === null ? opening.map(openingText).join("\n") : `session ${session}`;
  return hash("sha1", `${keyId}\n${model}\n${said}`);
}

function sessionOf(body: GatewayRequest["body"]): string | null {
  const metadata = body["metadata"];
  const named = isJsonObject(metadata) ? NAMES_OF_SESSION.map((name) => metadata[name]) : [];
  const session = [body["prompt_cache_key"], ...named].find((value) => typeof value === "string");
  return typeof session === "string" && session !== "" ? session.slice(0, OPENING_CHARS_MAX) : null;
}

function openingText({ content }: JsonObject): string {
  if (typeof content === "string") return content.slice(0, OPENING_CHARS_MAX);
  const [first] = Array.isArray(content) ? content.filter(isJsonObject) : [];
  const text = first?.["text"];
  return typeof text === "string" ? text.slice(0, OPENING_CHARS_MAX) : "";
}

function isToolResult(message: JsonObject | undefined): boolean {
  return message?.["role"] === "tool" || message?.["role"] === "function";
}

/** Reasoning that only the provider who signed or encrypted it can read again. */
function hasBoundReasoning(message: JsonObject): boolean {
  const details = message["reasoning_details"];
  return Array.isArray(details) && details.length > 0;
}
