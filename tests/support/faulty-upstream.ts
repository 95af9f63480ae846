import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { isJsonObject, type JsonObject } from "../../src/core/json.ts";
import { BEHAVIOURS } from "./faults.ts";
import { listen } from "./listen.ts";

/** One request as the upstream got it, and what became of it. */
export type SeenRequest = {
  readonly model: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: JsonObject;
  readonly receivedMs: number;
  /** Bytes of answers that left on this connection so far. */
  sentBytes(): number;
  /** When the caller closed the connection before the answer was complete. */
  abortedMs: number | null;
};

export type FaultyUpstream = {
  readonly baseUrl: string;
  readonly seen: readonly SeenRequest[];
  seenOf(model: string): readonly SeenRequest[];
  close(): Promise<void>;
};

/** A provider over real HTTP that misbehaves in the way the model's name says. */
export async function startFaultyUpstream(): Promise<FaultyUpstream> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, seen);
  });
  const { port, close } = await listen(server);
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    seen,
    seenOf: (model) => seen.filter((one) => one.model === model),
    close,
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  seen: SeenRequest[],
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const text = Buffer.concat(parts).toString("utf8");
  const body: unknown = text === "" ? {} : JSON.parse(text);
  if (!isJsonObject(body)) throw new Error(`the upstream got no object: ${text}`);
  const model = typeof body["model"] === "string" ? body["model"] : "";
  const earlier = seen.filter((one) => one.model === model).length;
  const { headers } = request;
  const one: SeenRequest = {
    model,
    headers,
    body,
    receivedMs: performance.now(),
    sentBytes: () => request.socket.bytesWritten,
    abortedMs: null,
  };
  seen.push(one);
  response.on("close", () => {
    if (!response.writableFinished) one.abortedMs = performance.now();
  });
  response.on("error", () => response.destroy());
  await (BEHAVIOURS[model] ?? BEHAVIOURS["ok"])?.({ body, headers, response, earlier });
}
