import { createHash } from "node:crypto";
import type { WireReading } from "../experts/expert.ts";
import type { GatewayRequest } from "./gateway-request.ts";

/** How much of the conversation the ledger keeps: nothing, a hash that recognises repeats, or all of it. */
export type RecordMode = "none" | "hash" | "full";

export type PromptRecord = {
  readonly promptHash: string | null;
  readonly prompt: string | null;
  readonly answer: string | null;
};

const NOTHING: PromptRecord = { promptHash: null, prompt: null, answer: null };

/** What of prompt and answer goes to the ledger. Nothing is computed when nothing was asked for. */
export function promptRecord(
  mode: RecordMode,
  request: GatewayRequest,
  reading: WireReading | null,
): PromptRecord {
  if (mode === "none") return NOTHING;
  const prompt = JSON.stringify(request.body["messages"] ?? null);
  const promptHash = createHash("sha256").update(prompt).digest("hex");
  return mode === "hash" ? { ...NOTHING, promptHash } : { promptHash, prompt, answer: reading?.text ?? null };
}
