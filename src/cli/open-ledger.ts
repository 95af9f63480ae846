import type { Ledger } from "../ledger/ledger.ts";
import type { ToqueSettings } from "../main.ts";

/** Opens the ledger the config names, for as long as the work takes. Who only looks makes no file. */
export async function withLedger<Result>(
  settings: ToqueSettings,
  work: (ledger: Ledger) => Promise<Result>,
  purpose: "look" | "change" = "look",
): Promise<Result> {
  const { openSettingsLedger } = await import("../main.ts");
  const { ledgerLocation, ledgerToRead } = await import("../config/settings.ts");
  const location = purpose === "look" ? ledgerToRead(settings) : ledgerLocation(settings);
  const ledger = await openSettingsLedger(settings, location);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
