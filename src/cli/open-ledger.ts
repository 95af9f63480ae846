import type { Ledger } from "../ledger/ledger.ts";
import type { ToqueSettings } from "../main.ts";

/** Opens the ledger the config names, for as long as the work takes. */
export async function withLedger<Result>(
  settings: ToqueSettings,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  const { openSettingsLedger } = await import("../main.ts");
  const { ledgerToRead } = await import("../config/settings.ts");
  const ledger = await openSettingsLedger(settings, ledgerToRead(settings));
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
