import type { Certificate } from "../core/certificate.ts";
import { knownTotals } from "../ledger/known-totals.ts";
import type { ExpertRecord, Ledger, TrafficTotals } from "../ledger/ledger.ts";
import { wilsonInterval } from "../statistics/wilson-interval.ts";
import { type CertificateStanding, standingOf } from "./certificate-standing.ts";
import type { MixtureControl, MixtureStatus } from "./mixture-control.ts";
import { readServingEvents } from "./read-events.ts";

export type MixtureReport = MixtureStatus & {
  /** The newest, whether it still holds or not; `null` when there never was one. */
  readonly certificate: CertificateSummary | null;
  readonly expertRecords: readonly ExpertSummary[];
  /** Records and totals are since this moment. */
  readonly sinceUs: number;
  readonly client: ReturnType<typeof knownTotals>;
  readonly shadow: ReturnType<typeof knownTotals>;
};

export type CertificateSummary = Omit<
  Certificate,
  "format" | "formatVersion" | "signature" | "rows" | "prices" | "sources" | "families"
> & { readonly standing: CertificateStanding };

export type ExpertSummary = {
  readonly expert: string;
  readonly attempts: number;
  readonly answered: number;
  readonly right: number;
  readonly wrong: number;
  readonly untold: number;
  /** Share right of those that could be told, with its 95 % Wilson interval; `null` before the first. */
  readonly accuracy: number | null;
  readonly accuracyLow: number | null;
  readonly accuracyHigh: number | null;
  /** Means over the attempts whose value is known. */
  readonly meanCostNanoUsd: number | null;
  readonly meanEnergyMj: number | null;
  readonly meanTotalUs: number | null;
};

type ReportDeps = {
  readonly ledger: Ledger;
  readonly control: Pick<MixtureControl, "status">;
  readonly nowUs: () => number;
};

/** All that an operator wants to see of one mixture at a glance. */
export async function reportMixture(
  { ledger, control, nowUs }: ReportDeps,
  mixture: string,
  sinceUs: number,
): Promise<MixtureReport> {
  const status = await control.status(mixture);
  const filter = { mixture, sinceUs };
  const [newest] = await ledger.certificates({ mixture });
  const events = newest === undefined ? [] : await readServingEvents(ledger, mixture);
  const records = await ledger.expertRecords(filter);
  const { shadow, ...client } = await ledger.totals(filter);
  return {
    ...status,
    certificate: newest === undefined ? null : summaryOf(newest, standingOf(newest, events, nowUs())),
    expertRecords: status.experts.map((expert) =>
      expertSummary(
        expert,
        records.find((record) => record.expert === expert),
      ),
    ),
    sinceUs,
    client: knownTotals(client satisfies TrafficTotals),
    shadow: knownTotals(shadow),
  };
}

export function summaryOf(certificate: Certificate, standing: CertificateStanding): CertificateSummary {
  const { format: _f, formatVersion: _v, signature: _s, rows: _r, ...rest } = certificate;
  const { prices: _p, sources: _o, families: _m, ...summary } = rest;
  return { ...summary, standing };
}

function expertSummary(expert: string, record: ExpertRecord | undefined): ExpertSummary {
  const { attempts, answered, right, wrong, untold } = record ?? NO_RECORD;
  const told = right + wrong;
  const [low, high] = wilsonInterval(right, told);
  return {
    expert,
    attempts,
    answered,
    right,
    wrong,
    untold,
    accuracy: told === 0 ? null : right / told,
    accuracyLow: told === 0 ? null : low,
    accuracyHigh: told === 0 ? null : high,
    meanCostNanoUsd: mean(record?.costNanoUsd, record?.costKnown),
    meanEnergyMj: mean(record?.energyMj, record?.energyKnown),
    meanTotalUs: mean(record?.totalUs, answered),
  };
}

const NO_RECORD = { attempts: 0, answered: 0, right: 0, wrong: 0, untold: 0 };

function mean(sum: bigint | undefined, count: number | undefined): number | null {
  return sum === undefined || count === undefined || count === 0 ? null : Number(sum) / count;
}
