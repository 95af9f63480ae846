import type { StreamPart, WireEvent } from "../experts/expert.ts";
import type { AnswerMeta } from "./request-run.ts";

/** An answer on its way to the client. A stream's iteration throws an `AppError` when the answer breaks off. */
export type Answer = { readonly meta: AnswerMeta } & (
  | { readonly type: "wire-whole"; readonly bytes: Uint8Array }
  | { readonly type: "wire-stream"; readonly events: AsyncIterable<WireEvent> }
  | { readonly type: "parts-whole"; readonly parts: readonly StreamPart[] }
  | { readonly type: "parts-stream"; readonly parts: AsyncIterable<StreamPart> }
);
