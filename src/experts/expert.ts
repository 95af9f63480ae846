import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import type { Usage } from "../core/usage.ts";

export type CallOptions = LanguageModelV4CallOptions;
export type StreamPart = LanguageModelV4StreamPart;

/** What an expert can do, declared as data so that the core never asks who it is talking to. */
export type Capabilities = {
  readonly streaming: boolean;
  readonly tools: boolean;
  readonly jsonSchema: boolean;
  readonly vision: boolean;
  readonly reasoning: boolean;
  /** Prompt and answer together; `null` when not known. */
  readonly contextTokensMax: number | null;
};

/** `disabled`: the operator has to act (a key is missing); `unavailable`: it failed, the reason says how. */
export type ExpertState =
  | { readonly status: "ready" }
  | { readonly status: "loading" }
  | { readonly status: "disabled" | "unavailable"; readonly reason: string };

/** Everything an expert may touch outside its own code, per call. Deadlines arrive as aborts of `signal`. */
export type ExpertContext = { readonly signal: AbortSignal; readonly requestId: string };

/** In this process, in another one on this machine (a llama.cpp server on loopback), or somewhere else. */
export type Workplace = "this-process" | "this-machine" | "elsewhere";

/** One model at one endpoint with fixed settings. */
export type Expert = {
  readonly name: string;
  /** The provider and model as price lists know them; `local` for models on this machine. */
  readonly provider: string;
  readonly model: string;
  readonly capabilities: Capabilities;
  /** Where its work happens, which decides whether an energy meter of ours can tell what it used. */
  readonly worksOn: Workplace;
  /** Answers it can work at side by side, of an expert of our own; absent where that is not ours to know. */
  readonly capacity?: number;
  state(): ExpertState;
  /**
   * Answers in parts of the AI SDK's language. Promises: `text-start`/`-delta`/`-end` (and reasoning, tool)
   * blocks are well nested; exactly one `finish`, last; a failure is an `AppError` thrown, before the first
   * part whenever the upstream refused, after it when the stream broke; an abort of `context.signal` ends
   * the work within a second by throwing.
   */
  answer(options: CallOptions, context: ExpertContext): AsyncIterable<StreamPart>;
  /** The door for clients that speak the expert's own dialect: bytes pass through. */
  readonly wire?: WireDoor;
  close?(): Promise<void>;
};

/** The wire protocols that can pass through unchanged. */
export type Dialect = "openai-chat";

export type WireDoor = {
  readonly dialect: Dialect;
  /**
   * Sends a client's parsed body with only `model` and what this provider cannot accept rewritten. Resolves
   * when a 2xx status has arrived; every other outcome is an `AppError` (`upstream` holds what was said,
   * our key taken out).
   * `bytes` is the JSON the body was parsed from, if at hand: what does not change is then not written again.
   */
  send(body: Readonly<Record<string, unknown>>, context: ExpertContext, bytes?: Buffer): Promise<WireReply>;
};

/** What the side reading learnt from the wire, without touching the bytes. */
export type WireReading = {
  readonly usage: Usage | null;
  readonly finishReason: { readonly unified: string; readonly raw: string | null } | null;
  /** Visible answer text (choice 0), for checks and our own count. */
  readonly text: string;
  /** Tools it wants called (choice 0), arguments as they were written; absent when there are none. */
  readonly toolCalls?: readonly SaidCall[] | undefined;
};

export type SaidCall = { readonly name: string; readonly input: string };

export type WireReply = { readonly httpStatus: number; readonly upstreamRequestId: string | null } & (
  | { readonly type: "whole"; readonly bytes: Uint8Array; readonly reading: WireReading }
  | { readonly type: "events"; readonly events: AsyncIterable<WireEvent>; reading(): WireReading }
);

/**
 * A server-sent event as it came, blank line included, ready to be forwarded; content events that arrived
 * together may come as one. `terminal` marks the event
 * that proves the stream is complete (`[DONE]` after a finish reason). An iteration that ends without it throws
 * `expert_stream_broken`; an error event inside the stream throws too, `upstream` holding its data.
 */
export type WireEvent = {
  readonly bytes: Uint8Array;
  readonly kind: "content" | "usage-only" | "comment" | "terminal";
};

/** A family of experts: how it is named in the config, which options it takes, how it is opened. */
export type ExpertKind<Options> = {
  readonly kind: string;
  readonly summary: string;
  /** A zod schema whose fields carry `.describe()`; help, config checks and docs come from it. */
  readonly options: { parse(input: unknown): Options };
  open(name: string, options: Options, tools: ExpertTools): Expert;
};

/** What the composition root hands to every expert it opens. */
export type ExpertTools = {
  readonly fetch: typeof fetch;
  readonly nowMs: () => number;
  /** Secrets by variable name; the only way an expert learns a key. `undefined` when not set. */
  readonly secret: (name: string) => string | undefined;
  /** Folder against which relative paths of the config are resolved. */
  readonly baseDir: string;
};
