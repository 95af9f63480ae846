import { isJsonObject, type JsonObject } from "../../src/core/json.ts";
import type { ToqueServer } from "./toque-server.ts";

/** What a client without any SDK got: every byte, nothing interpreted. */
export type Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly requestId: string;
  readonly text: string;
  /** The `error` of the body, or of a stream's last event; `null` when there is none. */
  readonly error: JsonObject | null;
  /** Whether a stream came to its terminal event. */
  readonly done: boolean;
};

export const MESSAGES = [{ role: "user", content: "What is 6 times 7?" }];

type Sending = { readonly signal?: AbortSignal; readonly headers?: Readonly<Record<string, string>> };

/** One chat completion by plain HTTP. */
export async function ask(server: ToqueServer, body: object, sending?: Sending): Promise<Reply> {
  const response = await post(server, JSON.stringify({ messages: MESSAGES, ...body }), sending);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    requestId: response.headers.get("x-toque-request-id") ?? "",
    text,
    error: errorIn(text),
    done: text.trimEnd().endsWith("data: [DONE]"),
  };
}

/** The same with a body as it is, right or wrong. */
export function post(server: ToqueServer, body: string, sending: Sending = {}): Promise<Response> {
  const { signal, headers } = sending;
  return fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json", ...headers },
    body,
    ...(signal === undefined ? {} : { signal }),
  });
}

function errorIn(text: string): JsonObject | null {
  const last = text.trimEnd().split("\n\n").at(-1) ?? "";
  try {
    const json: unknown = JSON.parse(last.startsWith("data: ") ? last.slice("data: ".length) : last);
    return isJsonObject(json) && isJsonObject(json["error"]) ? json["error"] : null;
  } catch {
    return null;
  }
}
