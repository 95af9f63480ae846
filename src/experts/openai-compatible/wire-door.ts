import { AppError, type UpstreamRefusal } from "../../core/app-error.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { throwIfAborted } from "../abort-error.ts";
import type { WireDoor, WireEvent, WireReply } from "../expert.ts";
import type { SecretHider } from "../hide-secrets.ts";
import { adaptRequest } from "./adapt-request.ts";
import type { RequestRule, ResponseQuirks } from "./quirks.ts";
import { readEvent } from "./read-event.ts";
import { readWhole } from "./read-whole.ts";
import { errorStatusOf, refusalError } from "../refusal.ts";
import { EventSplitter } from "./sse/event-splitter.ts";
import { spliceJson } from "./splice-json.ts";
import { StreamReading } from "./stream-reading.ts";
import type { ResponseHead, UpstreamCall } from "./upstream-call.ts";
import type { Upstream } from "./upstream.ts";

const WHOLE_BYTES_MAX = 64 * 1024 * 1024;
const ERROR_BYTES_MAX = 64 * 1024;
const DONE_EVENT = Buffer.from("data: [DONE]\n\n");

/** Everything a door knows about its expert, made once when the expert is opened. */
export type DoorOptions = {
  readonly expert: string;
  readonly model: string;
  readonly keyName: string | null;
  /** Takes our key out of what the provider says. */
  readonly hide: SecretHider;
  readonly rules: readonly RequestRule[];
  readonly response: ResponseQuirks;
  readonly upstream: Upstream;
  readonly path: string;
  readonly headers: readonly string[];
  readonly nowMs: () => number;
};

/** The fast path: a client's body out with the least changed, the provider's bytes back as they came. */
export function createWireDoor(door: DoorOptions): WireDoor {
  const headers = [...door.headers];
  const target = { model: door.model, rules: door.rules, asksUsage: door.response.streamOptions };
  return {
    dialect: "openai-chat",
    async send(body, context, bytes): Promise<WireReply> {
      const request = {
        expert: door.expert,
        path: door.path,
        headers,
        body: written(body, adaptRequest(body, target), bytes),
      };
      const call = door.upstream.post(request, context.signal);
      const head = await call.head();
      if (head.status < 200 || head.status > 299)
        throw await refused(door, call, { head, signal: context.signal });
      if (body["stream"] !== true) return await whole(door, call, { head, body });
      const contentType = head.headers["content-type"] ?? "";
      if (/json|html/u.test(contentType)) throw await notAStream(door, call, head);
      const reading = new StreamReading(body, door.response.hiddenOutputInTotal);
      const items = events(door, call, { head, reading, signal: context.signal });
      return { type: "events", events: items, reading: () => reading.reading(), ...told(head) };
    },
  };
}

type Body = Readonly<Record<string, unknown>>;

function written(body: Body, adapted: Body, bytes: Buffer | undefined): string | Buffer {
  return bytes === undefined ? JSON.stringify(adapted) : spliceJson(bytes, body, adapted);
}

type Exchange = { readonly head: ResponseHead; readonly body: Readonly<Record<string, unknown>> };

async function whole(door: DoorOptions, call: UpstreamCall, exchange: Exchange): Promise<WireReply> {
  const { head, body } = exchange;
  const bytes = await call.whole(WHOLE_BYTES_MAX);
  const { hiddenOutputInTotal } = door.response;
  const reply = readSafely(door, bytes, (said) => readWhole(said, { body, hiddenOutputInTotal }));
  if (reply.type === "error") throw errorInside(door, head, { data: bytes, error: reply.error });
  return { type: "whole", bytes, reading: reply.reading, ...told(head) };
}

type Stream = { readonly head: ResponseHead; readonly reading: StreamReading; readonly signal: AbortSignal };

/** Forwards events as they come. Whoever stops reading early ends the upstream call. */
async function* events(door: DoorOptions, call: UpstreamCall, stream: Stream): AsyncGenerator<WireEvent> {
  const splitter = new EventSplitter();
  let complete = false;
  try {
    for (let chunk = await call.next(); chunk !== null; chunk = await call.next()) {
      for (const event of readTogether(door, splitter.push(chunk), stream)) {
        throwIfAborted(stream.signal);
        complete = event.kind === "terminal";
        if (complete) call.release();
        if (complete && !stream.reading.finished) throw unfinished(door);
        yield event;
        if (complete) return;
      }
    }
    yield lastEvent(door, splitter.rest(), stream);
  } finally {
    if (!complete) call.abandon(new AppError("client_closed", "nobody reads the stream any more"));
  }
}

/** Content that arrived in one piece is handed on in one piece: fewer steps for each of its events. */
function* readTogether(door: DoorOptions, arrived: readonly Buffer[], stream: Stream): Generator<WireEvent> {
  let content: Buffer | null = null;
  try {
    for (const bytes of arrived) {
      const event = readOne(door, bytes, stream);
      if (event.kind === "content" && content !== null && follows(content, bytes)) {
        content = Buffer.from(content.buffer, content.byteOffset, content.length + bytes.length);
        continue;
      }
      if (content !== null) yield { bytes: content, kind: "content" };
      content = event.kind === "content" ? bytes : null;
      if (content === null) yield event;
    }
  } catch (error) {
    // What came before a broken event was sent, and is shown.
    if (content !== null) yield { bytes: content, kind: "content" };
    throw error;
  }
  if (content !== null) yield { bytes: content, kind: "content" };
}

function follows(before: Buffer, after: Buffer): boolean {
  return before.buffer === after.buffer && before.byteOffset + before.length === after.byteOffset;
}

function readOne(door: DoorOptions, bytes: Buffer, stream: Stream): WireEvent {
  // The first event is parsed whatever it holds: a server that speaks something else is told from it.
  const always = stream.reading.empty;
  const event = readSafely(door, bytes, (said) => readEvent(said, always));
  switch (event.type) {
    case "comment":
    case "terminal":
      return { bytes, kind: event.type };
    case "error": {
      const said = { data: event.data, error: event.error };
      throw stream.reading.empty ? errorInside(door, stream.head, said) : brokenBy(door, stream.head, said);
    }
    case "chunk":
      return { bytes, kind: stream.reading.see(bytes, event.json) ? "usage-only" : "content" };
  }
}

/** The connection ended cleanly without `[DONE]` and its blank line: complete only if we can know that it is. */
function lastEvent(door: DoorOptions, rest: Buffer, stream: Stream): WireEvent {
  if (!stream.reading.finished) throw unfinished(door);
  const unended = /^data: ?\[DONE\]\s*$/u.test(rest.toString("latin1", 0, DONE_EVENT.length * 2));
  if (unended || !door.response.sendsDone) return { bytes: DONE_EVENT, kind: "terminal" };
  throw new AppError("expert_stream_broken", `${door.expert} ended its stream without \`[DONE]\``);
}

/** Nobody can tell an answer that was cut from one that has no finish reason, whatever says that it is done. */
function unfinished(door: DoorOptions): AppError {
  return new AppError("expert_stream_broken", `${door.expert} ended its stream without a finish reason`);
}

/** Reads what the provider sent. A complaint that it makes no sense quotes it without our key. */
function readSafely<Read>(door: DoorOptions, bytes: Buffer, read: (said: Buffer) => Read): Read {
  try {
    return read(bytes);
  } catch {
    return read(door.hide.bytes(bytes));
  }
}

function told(head: ResponseHead): { httpStatus: number; upstreamRequestId: string | null } {
  const id = head.headers["x-request-id"];
  return { httpStatus: head.status, upstreamRequestId: typeof id === "string" ? id : null };
}

async function refused(
  door: DoorOptions,
  call: UpstreamCall,
  stream: Omit<Stream, "reading">,
): Promise<AppError> {
  const { head, signal } = stream;
  // A refusal whose words do not arrive is a refusal all the same.
  const body = await call.whole(ERROR_BYTES_MAX, true).catch(() => null);
  throwIfAborted(signal);
  return refusal(door, head, { status: head.status, body });
}

type Said = { readonly data: Buffer; readonly error: unknown };

/** An error under a status that was fine, before any answer: what its own code would have been, if it says. */
function errorInside(door: DoorOptions, head: ResponseHead, said: Said): AppError {
  const status = errorStatusOf(said.error);
  if (status !== null) return refusal(door, head, { status, body: said.data });
  const message = `${door.expert} answered with an error${quote(door, said.error)}`;
  return new AppError("expert_bad_response", message, { upstream: upstreamOf(door, head, said) });
}

function brokenBy(door: DoorOptions, head: ResponseHead, said: Said): AppError {
  const status = errorStatusOf(said.error);
  const message = `${door.expert} broke off its stream with an error`;
  // What it says about our key stays here, as with a refusal.
  if (status === 401 || status === 403) return new AppError("expert_stream_broken", message);
  return new AppError("expert_stream_broken", message + quote(door, said.error), {
    upstream: upstreamOf(door, head, said),
  });
}

function upstreamOf(door: DoorOptions, head: ResponseHead, said: Said): UpstreamRefusal {
  return { status: head.status, body: door.hide.bytes(said.data), contentType: "application/json" };
}

function refusal(
  door: DoorOptions,
  head: ResponseHead,
  what: { status: number; body: Buffer | null },
): AppError {
  const { expert, keyName, hide } = door;
  const contentType = head.headers["content-type"] ?? null;
  const shown = { keyName, hide, contentType, bodyIsForClients: true };
  return refusalError({ expert, ...shown, ...what, headers: head.headers, nowMs: door.nowMs() });
}

async function notAStream(door: DoorOptions, call: UpstreamCall, head: ResponseHead): Promise<AppError> {
  const bytes = await call.whole(ERROR_BYTES_MAX, true);
  const isJson = /json/u.test(head.headers["content-type"] ?? "");
  const json = isJson ? parseOrNull(bytes) : null;
  if (json !== null && (json["error"] ?? null) !== null)
    return errorInside(door, head, { data: bytes, error: json["error"] });
  const what = isJson ? "a whole answer" : "a web page";
  return new AppError("expert_bad_response", `${door.expert} was asked for a stream and sent ${what}`, {
    hint: "check base_url: it must lead to the provider's /chat/completions",
  });
}

function parseOrNull(bytes: Buffer): JsonObject | null {
  try {
    const json: unknown = JSON.parse(bytes.toString("utf8"));
    return isJsonObject(json) ? json : null;
  } catch {
    return null;
  }
}

const QUOTE_CHARACTERS_MAX = 200;

function quote(door: DoorOptions, error: unknown): string {
  const message = isJsonObject(error) ? error["message"] : error;
  return typeof message === "string" ? `: ${door.hide.text(message).slice(0, QUOTE_CHARACTERS_MAX)}` : "";
}
