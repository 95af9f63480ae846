import type { Decision } from "./decision.ts";
import type { Outcome } from "./outcome.ts";
import type { Usage } from "./usage.ts";

/** How a request or an attempt ended. Only `ok` was told to the client as a complete answer. */
export type EndStatus = "ok" | "error" | "client_closed";

export type EnergySource = "counter" | "integrated" | "modelled" | "estimated";

/** Energy of one attempt in millijoules with how it was obtained; a `null` energy is unknown, not zero. */
export type Energy = { readonly millijoules: number; readonly source: EnergySource };

/** Money of one attempt in integer nano-dollars with the price that was used. */
export type Cost = {
  readonly nanoUsd: number;
  /** Which price: source and its version, `genai-prices@0.1.8` or `config` or `overlay@2026-11`. */
  readonly priceVersion: string;
  /** The day the price was last checked or took effect, ISO date, `null` when the source does not say. */
  readonly priceDate: string | null;
  /** True when the usage was our own count or the price an approximation. */
  readonly estimated: boolean;
};

/** One call to one expert. Times are microseconds; `startedUs` since the epoch. */
export type AttemptRecord = {
  readonly attempt: number;
  readonly expert: string;
  readonly provider: string;
  readonly model: string;
  readonly startedUs: number;
  readonly firstByteUs: number | null;
  readonly totalUs: number;
  readonly status: EndStatus;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly httpStatus: number | null;
  /** Unified finish reason (`stop`, `length`, `tool-calls`, `content-filter`, `error`, `other`) and the provider's own word. */
  readonly finishReason: string | null;
  readonly finishReasonRaw: string | null;
  readonly upstreamRequestId: string | null;
  readonly usage: Usage | null;
  readonly cost: Cost | null;
  readonly energy: Energy | null;
  /** Short hash of the canonical answer: equal keys of one request are equal answers. `null` when none was extracted. */
  readonly answerKey: string | null;
};

/** Everything the ledger keeps of one request. */
export type RequestRecord = {
  readonly id: string;
  readonly receivedUs: number;
  readonly keyId: string;
  readonly surface: string;
  /** The model name as the client wrote it. */
  readonly model: string;
  readonly stream: boolean;
  readonly task: string | null;
  /**
   * The request this one ran beside, unseen by its client; `null` for a client's own. It is recorded after that one, and
   * its money is as real.
   */
  readonly shadowOf: string | null;
  /** Features as they were encoded when the decision was made; `null` when they were not kept. */
  readonly features: string | null;
  /** The expert whose answer the client got, `null` when none answered. */
  readonly expert: string | null;
  readonly status: EndStatus;
  readonly errorCode: string | null;
  readonly httpStatus: number;
  readonly firstByteUs: number | null;
  readonly totalUs: number;
  /** Time spent in Toque itself: total minus waiting for experts, up to the first byte. */
  readonly overheadUs: number;
  /** Sum over attempts; `null` as soon as one attempt that used tokens has no known cost. */
  readonly costNanoUsd: number | null;
  readonly energyMj: number | null;
  readonly promptHash: string | null;
  /** Only with `record: "full"`. */
  readonly prompt: string | null;
  readonly answer: string | null;
  readonly decision: Decision;
  readonly attempts: readonly AttemptRecord[];
  readonly outcomes: readonly Outcome[];
};
