import { CHARACTERS_PER_OUTPUT_TOKEN } from "../../core/counted-usage.ts";
import { throwIfAborted } from "../abort-error.ts";
import type { CallOptions, ExpertContext, StreamPart } from "../expert.ts";
import { finishReasonOf } from "../finish-reason.ts";
import { splitWords } from "../split-words.ts";
import { wait } from "../wait.ts";
import type { RecordedRow } from "./recorded-row.ts";

/** An answer comes in at most this many pieces, however long it is. */
const PIECES_MAX = 64;

export type Take = { readonly row: RecordedRow; readonly sample: number; readonly inRecordedTime: boolean };

/** Gives a recorded answer again: its text in pieces, its tokens, and its times when they are wanted. */
export async function* replay(
  take: Take,
  call: CallOptions,
  context: ExpertContext,
): AsyncGenerator<StreamPart> {
  const { row } = take;
  const cut = cutAtLimit(row, call.maxOutputTokens);
  const pieces = intoPieces(cut.text);
  const pauses = take.inRecordedTime ? pausesOf(row, pieces.length) : null;
  yield { type: "stream-start", warnings: [] };
  await wait(pauses?.firstMs ?? 0, context.signal);
  if (pieces.length > 0) yield { type: "text-start", id: "0" };
  for (const [position, delta] of pieces.entries()) {
    if (position > 0) await wait(pauses?.nextMs ?? 0, context.signal);
    throwIfAborted(context.signal);
    yield { type: "text-delta", id: "0", delta };
  }
  if (pieces.length > 0) yield { type: "text-end", id: "0" };
  throwIfAborted(context.signal);
  yield {
    type: "finish",
    finishReason: finishReasonOf(cut.shortened ? "length" : (row.finish_reason ?? "stop")),
    usage: usageOf(row, cut.outputTokens),
    providerMetadata: { recorded: recordedFacts(take) },
  };
}

type Cut = { readonly text: string; readonly outputTokens: number | undefined; readonly shortened: boolean };

/** A limit below the recorded length ends the text where that share of its tokens ends. */
function cutAtLimit(row: RecordedRow, limit: number | undefined): Cut {
  const outputTokens = row.output_tokens ?? undefined;
  const tokens = outputTokens ?? Math.ceil(row.output.length / CHARACTERS_PER_OUTPUT_TOKEN);
  if (limit === undefined || tokens <= limit) return { text: row.output, outputTokens, shortened: false };
  let end = Math.floor((row.output.length * limit) / tokens);
  // Never between the two halves of a character.
  if ((row.output.codePointAt(end - 1) ?? 0) > 0xffff) end--;
  return { text: row.output.slice(0, end), outputTokens: outputTokens && limit, shortened: true };
}

function intoPieces(text: string): string[] {
  const words = splitWords(text);
  const perPiece = Math.max(1, Math.ceil(words.length / PIECES_MAX));
  const pieces: string[] = [];
  for (let at = 0; at < words.length; at += perPiece) pieces.push(words.slice(at, at + perPiece).join(""));
  return pieces;
}

function pausesOf(row: RecordedRow, pieces: number): { firstMs: number; nextMs: number } {
  const totalMs = (row.latency_s ?? row.ttft_s ?? 0) * 1000;
  const firstMs = Math.min(totalMs, row.ttft_s == null ? totalMs / Math.max(1, pieces) : row.ttft_s * 1000);
  return { firstMs, nextMs: pieces > 1 ? (totalMs - firstMs) / (pieces - 1) : 0 };
}

function usageOf(
  row: RecordedRow,
  output: number | undefined,
): Extract<StreamPart, { type: "finish" }>["usage"] {
  const known = row.input_tokens != null && output !== undefined;
  const total = known ? (row.input_tokens ?? undefined) : undefined;
  return {
    inputTokens: {
      total,
      noCache: total,
      cacheRead: known ? 0 : undefined,
      cacheWrite: known ? 0 : undefined,
    },
    outputTokens: { total: known ? output : undefined, text: undefined, reasoning: undefined },
  };
}

/** What was recorded beside the text, for whoever replays a benchmark without waiting. */
function recordedFacts(take: Take): Record<string, string | number> {
  const { row, sample } = take;
  const facts = { id: row.id, sample, latency_s: row.latency_s, ttft_s: row.ttft_s, cost_usd: row.cost_usd };
  return Object.fromEntries(
    Object.entries(facts).filter((entry): entry is [string, string | number] => entry[1] != null),
  );
}
