import type { VerifiedRow } from "../../core/verified-row.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/** A verdict is dated right before it is appended; this much later it is committed, if ever. */
const COMMITTED_US = 5e6;
const PAGE_ROWS = 2_000;

export type Page = { readonly rows: readonly VerifiedRow[]; readonly more: boolean };

export type ReadOn = (untilUs: number) => Promise<Page>;

/**
 * Reads verdicts on, page by page, each once. Commits overtake each other: whoever reads on behind the last id loses
 * what comes late, and late is what took long. So the last seconds are read again every time.
 */
export function createReader(ledger: Pick<Ledger, "verified">, sinceUs: number): ReadOn {
  /** Everything up to this id was committed when it was read. */
  let committed: string | null = null;
  let after: string | null = null;
  /** Moments of the verdicts behind it, by id. */
  const seen = new Map<string, number>();

  return async (untilUs) => {
    const from = after === null ? { sinceUs } : { afterOutcomeId: after };
    const rows = await ledger.verified({ ...from, untilUs, limit: PAGE_ROWS });
    const fresh = rows.filter(({ outcome }) => !seen.has(outcome.id));
    for (const { outcome } of fresh) seen.set(outcome.id, outcome.atUs);
    for (const [id, atUs] of seen) {
      if (atUs > untilUs - COMMITTED_US) continue;
      seen.delete(id);
      if (committed === null || id > committed) committed = id;
    }
    const more = rows.length === PAGE_ROWS;
    after = more ? (rows.at(-1)?.outcome.id ?? after) : committed;
    return { rows: fresh, more };
  };
}
