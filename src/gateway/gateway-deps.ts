import type { Cost } from "../core/request-record.ts";
import type { Usage } from "../core/usage.ts";
import type { Expert, Workplace } from "../experts/expert.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { EnergyRun } from "./attempt.ts";
import type { GatewayLimits } from "./limits.ts";
import type { Mixture } from "./mixture.ts";
import type { RecordMode } from "./prompt-record.ts";

/** The experts this server has. `find` may open a provider's model on demand, hence one lookup for all. */
export type ExpertDirectory = {
  find(name: string): Expert | null;
  list(): readonly Expert[];
};

/** Everything the gateway needs, handed in by the composition root. */
export type GatewayDeps = {
  readonly experts: ExpertDirectory;
  readonly mixtures: ReadonlyMap<string, Mixture>;
  readonly ledger: Ledger;
  readonly costOf: (expert: Expert, usage: Usage) => Cost | null;
  /** Starts metering an expert's work; `null` where no meter of ours sees it. */
  readonly startEnergy: (worksOn: Workplace) => EnergyRun | null;
  /** Microseconds since the epoch, never going back. */
  readonly nowUs: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly newId: (prefix: string) => string;
  readonly limits: GatewayLimits;
  readonly record: RecordMode;
  /** Where what must not be lost but has no client to hear it goes: one line each. */
  readonly log: (line: string) => void;
};
