import type { Ledger } from "../ledger/ledger.ts";
import type { CommandContext, PlaceOptions } from "./command-context.ts";

/** Opens the ledger the config names, for as long as the work takes. */
export async function withLedger<Result>(
  context: CommandContext,
  place: PlaceOptions,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  const { loadSettings, openSettingsLedger } = await import("../main.ts");
  const settings = await loadSettings({
    flags: place,
    environment: context.environment,
    workingDir: context.workingDir,
  });
  const ledger = await openSettingsLedger(settings);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
