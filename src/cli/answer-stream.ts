import { isJsonObject } from "../core/json.ts";
import { RefusedError } from "./failure.ts";

/** What a stream of Chat Completions chunks brings, in the order it comes. */
export type StreamedPiece =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "usage"; readonly usage: unknown };

/** Reads server-sent events; throws when the stream breaks off or carries an error. */
export async function* readAnswerStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<StreamedPiece> {
  let complete = false;
  for await (const data of eventData(chunks)) {
    if (data === "[DONE]") {
      complete = true;
      continue;
    }
    const event: unknown = JSON.parse(data);
    if (!isJsonObject(event)) continue;
    if (event["error"] !== undefined) throw refusal(event, 502);
    const choice: unknown = Array.isArray(event["choices"]) ? event["choices"][0] : undefined;
    const delta = isJsonObject(choice) ? choice["delta"] : undefined;
    const text = isJsonObject(delta) ? delta["content"] : undefined;
    if (typeof text === "string" && text !== "") yield { type: "text", text };
    if (isJsonObject(event["usage"])) yield { type: "usage", usage: event["usage"] };
  }
  if (!complete) {
    throw new RefusedError("expert_stream_broken", "the answer broke off before its end", "ask again");
  }
}

/** An OpenAI error body in our words. */
export function refusal(body: unknown, status: number): RefusedError {
  const error = isJsonObject(body) ? body["error"] : undefined;
  const { code, message, hint } = isJsonObject(error) ? error : {};
  const said = typeof message === "string" ? message : `the server answered with HTTP ${status}`;
  const named = typeof code === "string" ? code : `http_${status}`;
  if (typeof hint !== "string") return new RefusedError(named, said);
  // A server repeats the hint at the end of its message, for clients that show nothing else.
  const end = ` (${hint})`;
  return new RefusedError(named, said.endsWith(end) ? said.slice(0, -end.length) : said, hint);
}

async function* eventData(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r?\n/u);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("data:")) yield line.slice("data:".length).trim();
    }
  }
}
