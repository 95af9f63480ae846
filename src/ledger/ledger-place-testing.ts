import { afterEach, beforeEach } from "vitest";
import type { Ledger } from "./ledger.ts";
import type { OpenLedgerOptions } from "./open.ts";

/** A fresh place for a ledger, for tests. */
export type LedgerPlace = {
  /** Opens the ledger; twice means two processes' views of the same data. */
  open(options?: Pick<OpenLedgerOptions, "mode" | "readOnly">): Promise<Ledger>;
  /** Runs SQL behind the ledger's back, to break what `verify` must find. */
  damage(statement: string): Promise<void>;
  clear(): Promise<void>;
};

/** What a test works with; set anew before each. */
export type LedgerSetup = { place: LedgerPlace; ledger: Ledger };

/** A ledger of its own for each test of the surrounding `describe`. */
export function useLedger(createPlace: () => Promise<LedgerPlace>): LedgerSetup {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- filled in before each test
  const setup = {} as LedgerSetup;
  beforeEach(async () => {
    setup.place = await createPlace();
    setup.ledger = await setup.place.open();
  });
  afterEach(async () => {
    await setup.ledger.close();
    await setup.place.clear();
  });
  return setup;
}
