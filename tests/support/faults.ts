import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import {
  contentEvent,
  DONE,
  event,
  finishEvent,
  streamEvents,
  USAGE,
  USAGE_EVENT,
  wholeBody,
  WORDS,
  WRONG_WORDS,
} from "./provider-wire.ts";

const PACE_MS = 20;
/** How long `late` waits before its first byte. */
export const LATE_MS = 300;
const FLOOD_TEXT = "x".repeat(16 * 1024);
const scriptSchema = z.object({ text: z.string(), cuts: z.array(z.int()) });

/** What a behaviour may do with one request it got. */
type Exchange = {
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
  readonly response: ServerResponse;
  /** How many requests of this behaviour came before. */
  readonly earlier: number;
};

export type Behaviour = (exchange: Exchange) => Promise<void> | void;

/** By the name of the model that is asked for; anything else behaves like `ok`. */
export const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  ok: ({ body, response }) =>
    body["stream"] === true ? sendStream(response, streamEvents(body)) : sendWhole(response),
  wrong: ({ body, response }) =>
    body["stream"] === true
      ? sendStream(response, streamEvents(body, WRONG_WORDS))
      : sendWhole(response, wholeBody(WRONG_WORDS)),
  late: async (exchange) => {
    await sleep(LATE_MS);
    await BEHAVIOURS["ok"]?.(exchange);
  },
  "late-broken": async ({ response }) => {
    await sleep(LATE_MS);
    startStream(response, 2);
    await sleep(PACE_MS);
    response.socket?.destroy();
  },
  slow: ({ body, response }) =>
    sendStream(
      response,
      [...Array.from({ length: 400 }, () => contentEvent("slow ")), finishEvent(), USAGE_EVENT, DONE],
      body,
    ),
  "stall-before-headers": () => {},
  "stall-before-body": ({ response }) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
  },
  "stall-mid-body": ({ response }) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
    response.write(wholeBody().slice(0, 60));
  },
  "stall-mid-stream": ({ response }) => startStream(response, 2),
  "close-before-headers": ({ response }) => {
    response.socket?.destroy();
  },
  "close-mid-body": async ({ response }) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
    response.write(wholeBody().slice(0, 60));
    await sleep(PACE_MS);
    response.socket?.destroy();
  },
  "close-mid-stream": async ({ response }) => {
    startStream(response, 2);
    await sleep(PACE_MS);
    response.socket?.destroy();
  },
  "no-http": ({ response }) => {
    response.socket?.end("\u0000\u0001garbage that no HTTP parser takes\r\n\r\n");
  },
  "garbage-json": ({ response }) => {
    response
      .writeHead(200, { "content-type": "application/json" })
      .end('{"id": "chatcmpl-1", "choices": [{"mess');
  },
  "garbage-stream": ({ response }) => {
    startStream(response, 2);
    response.end("data: {not json at all\n\n");
  },
  "no-choices": ({ response }) => {
    response.writeHead(200, { "content-type": "application/json" }).end('{"hello":"world"}');
  },
  html: ({ response }) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Log in</title>");
  },
  "html-502": ({ response }) => {
    response.writeHead(502, { "content-type": "text/html" }).end("<html><h1>502 Bad Gateway</h1></html>");
  },
  "429-seconds": ({ response }) => sendError(response, { status: 429, headers: { "retry-after": "7" } }),
  "429-ms": ({ response }) =>
    sendError(response, { status: 429, headers: { "retry-after-ms": "40", "retry-after": "1" } }),
  "429-once": (exchange) =>
    exchange.earlier === 0
      ? sendError(exchange.response, { status: 429, headers: { "retry-after-ms": "40" } })
      : BEHAVIOURS["ok"]?.(exchange),
  "429-every-other": (exchange) =>
    exchange.earlier % 2 === 0
      ? sendError(exchange.response, { status: 429, headers: { "retry-after-ms": "20" } })
      : BEHAVIOURS["ok"]?.(exchange),
  "400": ({ response }) =>
    sendError(response, { status: 400, error: { param: "temperature", code: "invalid_value" } }),
  "401": ({ response }) =>
    sendError(response, {
      status: 401,
      error: { code: "invalid_api_key", message: "Incorrect key sk-secret-42" },
    }),
  "404": ({ response }) => sendError(response, { status: 404, error: { code: "model_not_found" } }),
  "400-with-key": ({ headers, response }) =>
    sendError(response, { status: 400, error: { message: complaint(headers) } }),
  "400-with-cut-key": ({ headers, response }) =>
    sendError(response, { status: 400, error: { message: longComplaint(headers) } }),
  "500-with-cut-key": ({ headers, response }) =>
    sendError(response, { status: 500, error: { message: longComplaint(headers) } }),
  "500-with-key": ({ headers, response }) =>
    sendError(response, { status: 500, error: { message: complaint(headers) } }),
  "200-with-key": ({ headers, response }) =>
    sendError(response, { status: 200, error: { message: complaint(headers) } }),
  "event-with-key": ({ headers, response }) => {
    startStream(response, 2);
    response.end(`data: ${JSON.stringify({ error: { message: complaint(headers), code: 400 } })}\n\n`);
  },
  "event-with-key-first": ({ headers, response }) => {
    startStream(response, 0);
    response.end(`data: ${JSON.stringify({ error: { message: complaint(headers), code: 400 } })}\n\n`);
  },
  "500": ({ response }) => sendError(response, { status: 500 }),
  "503": ({ response }) => sendError(response, { status: 503 }),
  "500-once": (exchange) =>
    exchange.earlier === 0 ? sendError(exchange.response, { status: 500 }) : BEHAVIOURS["ok"]?.(exchange),
  "error-in-200": ({ response }) => sendError(response, { status: 200 }),
  "error-event": ({ response }) => {
    startStream(response, 2);
    response.end(
      'data: {"error":{"message":"overloaded mid-way","type":"server_error","code":"overloaded"}}\n\n',
    );
  },
  "error-event-first": ({ response }) => {
    startStream(response, 0);
    response.end(
      'data: {"error":{"message":"overloaded at once","type":"server_error","code":"overloaded"}}\n\n',
    );
  },
  "empty-stream": ({ response }) => {
    startStream(response, 0);
    response.end();
  },
  "no-done": ({ response }) => {
    startStream(response, WORDS.length);
    response.end(finishEvent() + USAGE_EVENT);
  },
  "no-finish": ({ response }) => {
    startStream(response, WORDS.length);
    response.end();
  },
  "only-done": ({ response }) => {
    startStream(response, 0);
    response.end(DONE);
  },
  "no-finish-but-done": ({ response }) => {
    startStream(response, WORDS.length);
    response.end(DONE);
  },
  "crlf-comments": ({ body, response }) => {
    const text = streamEvents(body).join(": keep-alive\n\n").replaceAll("\n", "\r\n");
    return sendStream(response, [": open\r\n\r\n", text]);
  },
  "split-bytes": async ({ body, response }) => {
    response.writeHead(200, EVENT_STREAM);
    for (const byte of Buffer.from(streamEvents(body).join(""))) {
      response.write(Buffer.of(byte));
      if (byte > 127) await sleep(1);
    }
    response.end();
  },
  flood: ({ body, response }) => flood(response, body["x_events"]),
  scripted: ({ body, response }) => sendScript(response, body["x_script"]),
  "usage-every-chunk": ({ response }) =>
    sendStream(response, [
      ...WORDS.map((word, index) =>
        contentEvent(word, { usage: { ...USAGE, completion_tokens: index, total_tokens: 42 + index } }),
      ),
      event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage: USAGE }),
      DONE,
    ]),
  "usage-in-last-choice": ({ response }) =>
    sendStream(response, [...WORDS.map((word) => contentEvent(word)), finishEvent({ usage: USAGE }), DONE]),
};

/** An error of the kind that quotes what it was sent, our key included. */
function complaint(headers: IncomingHttpHeaders): string {
  return `cannot use the headers ${JSON.stringify(headers)} (authorization: ${headers.authorization ?? "none"})`;
}

/** Whoever keeps 500 characters of a message cuts this one in the middle of our key. */
function longComplaint({ authorization = "" }: IncomingHttpHeaders): string {
  return `${authorization.padStart(500 + authorization.length / 4, "x")} is too much`;
}

const EVENT_STREAM = { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" };

function sendWhole(response: ServerResponse, body = wholeBody()): void {
  response.writeHead(200, { "content-type": "application/json", "x-request-id": "upstream-1" }).end(body);
}

/** The head and the first words of a stream that something will then happen to. */
function startStream(response: ServerResponse, words: number): void {
  response.writeHead(200, EVENT_STREAM);
  response.flushHeaders();
  if (words > 0)
    response.write(
      WORDS.slice(0, words)
        .map((word) => contentEvent(word))
        .join(""),
    );
}

/** Event by event; given a request body, at a slow pace. */
async function sendStream(
  response: ServerResponse,
  events: readonly string[],
  paced?: object,
): Promise<void> {
  response.writeHead(200, EVENT_STREAM);
  for (const text of events) {
    if (response.destroyed) return;
    response.write(text);
    if (paced !== undefined) await sleep(PACE_MS);
  }
  response.end();
}

/** Sends just these bytes, cut into writes at these places: the caller's own script. */
async function sendScript(response: ServerResponse, script: unknown): Promise<void> {
  const { text, cuts } = scriptSchema.parse(script);
  const bytes = Buffer.from(text);
  const places = [...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b), bytes.length];
  response.writeHead(200, EVENT_STREAM);
  let from = 0;
  for (const to of places) {
    response.write(bytes.subarray(from, to));
    await sleep(1);
    from = to;
  }
  response.end();
}

/** As many large numbered events as asked for, as fast as the reader takes them and no faster. */
async function flood(response: ServerResponse, events: unknown): Promise<void> {
  response.writeHead(200, EVENT_STREAM);
  for (let index = 0; index < z.int().parse(events) && !response.destroyed; index++) {
    response.write(contentEvent(`<${index}>${FLOOD_TEXT}`));
    while (response.writableNeedDrain && !response.destroyed) await sleep(1);
  }
  response.end(finishEvent() + USAGE_EVENT + DONE);
}

type Refusal = {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly error?: object;
};

function sendError(response: ServerResponse, { status, headers = {}, error = {} }: Refusal): void {
  const said = { message: "upstream says no", type: "upstream_error", param: null, code: null, ...error };
  const json = JSON.stringify({ error: said });
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(json);
}
