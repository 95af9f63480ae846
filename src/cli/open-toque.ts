import type { Toque } from "../main.ts";
import type { CommandContext, PlaceOptions } from "./command-context.ts";
import { withProgress } from "./output/progress.ts";

/** Opens everything the config names, without a port, and waits until no expert is loading any more. */
export async function openToque(context: CommandContext, place: PlaceOptions): Promise<Toque> {
  const { environment, workingDir, terminal } = context;
  return withProgress(terminal, "opening the experts", async () => {
    const { createToque, loadSettings } = await import("../main.ts");
    const settings = await loadSettings({ flags: place, environment, workingDir });
    const toque = await createToque(settings, { environment, log: terminal.note });
    await toque.experts.settled();
    return toque;
  });
}
