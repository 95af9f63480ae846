import type { LearnerStatus } from "../mixture-control.ts";
import { isEligible, isProven, type Knowledge, newestCandidate, servingCandidate } from "./knowledge.ts";
import { FIRST_LEARNT_ROWS } from "./schedule.ts";

export function learnerStatus(known: Knowledge): LearnerStatus {
  const { rows, said, verified, standing } = known;
  const open = [...known.candidates.values()].find((one) => isEligible(known, one) && !isProven(one)) ?? null;
  const evidence = (open ?? servingCandidate(known) ?? newestCandidate(known))?.certifier.evidence();
  const waiting = rows.length < FIRST_LEARNT_ROWS;
  const awaited = `${rows.length} of ${FIRST_LEARNT_ROWS} questions that every expert answered, verified`;
  return {
    state: waiting ? "waiting" : open === null ? "idle" : "learning",
    message: waiting ? awaited : said,
    verified,
    pairs: evidence?.pairs ?? 0,
    pairsNeeded: open === null || evidence === undefined ? null : pairsNeeded(evidence),
    learntUs: standing.learntUs,
  };
}

type Grown = { readonly pairs: number; readonly logEValue: number; readonly logThreshold: number };

/** Evidence grows by about the same factor a pair. */
function pairsNeeded({ pairs, logEValue, logThreshold }: Grown): number | null {
  return logEValue <= 0 ? null : Math.ceil((pairs * logThreshold) / logEValue);
}

const SHOWN_LAG_US = 60e6;

/** What it says is of then: so far behind, that is the first thing to know. */
export function withLag(status: LearnerStatus, behindUs: number): LearnerStatus {
  if (behindUs < SHOWN_LAG_US) return status;
  const minutes = Math.round(behindUs / SHOWN_LAG_US);
  return { ...status, message: `it is ${minutes} min behind and reads on: ${status.message}` };
}
