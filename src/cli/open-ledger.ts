import { existsSync } from "node:fs";
import type { Ledger } from "../ledger/ledger.ts";
import type { ToqueSettings } from "../main.ts";

/** Opens the ledger the config names, for as long as the work takes. */
export async function withLedger<Result>(
  settings: ToqueSettings,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  const { openSettingsLedger } = await import("../main.ts");
  const { ledgerLocation } = await import("../config/settings.ts");
  const location = ledgerLocation(settings);
  // Looking must not make files: a ledger that was never begun is an empty one.
  const begun = location.includes("://") || existsSync(location);
  const ledger = await openSettingsLedger(settings, begun ? location : ":memory:");
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
