import type { StreamPart, WireEvent } from "../experts/expert.ts";
import type { AnswerMeta } from "./request-run.ts";

/**
 * An answer on its way to the client. A stream's iteration throws an `AppError` when the answer breaks off; its
 * `signal` aborts when it has to end although nobody iterates, for example because the client reads no more. A
 * stream must be iterated, if only to be left at once: that is when it is recorded.
 */
export type Answer = { readonly meta: AnswerMeta } & (
  | { readonly type: "wire-whole"; readonly bytes: Uint8Array }
  | { readonly type: "wire-stream"; readonly events: AsyncIterable<WireEvent>; readonly signal: AbortSignal }
  | { readonly type: "parts-whole"; readonly parts: readonly StreamPart[] }
  | { readonly type: "parts-stream"; readonly parts: AsyncIterable<StreamPart>; readonly signal: AbortSignal }
);
