import type { Toque, ToqueSettings, ToqueTools } from "../main.ts";
import type { CommandContext, PlaceOptions } from "./command-context.ts";
import { withProgress } from "./output/progress.ts";

export async function settingsOf(context: CommandContext, place: PlaceOptions): Promise<ToqueSettings> {
  const { environment, workingDir } = context;
  const { loadSettings } = await import("../main.ts");
  return loadSettings({ flags: place, environment, workingDir });
}

/** Opens everything the config names, without a port, and waits until no expert is loading any more. */
export async function openToque(
  context: CommandContext,
  settings: ToqueSettings,
  purpose: NonNullable<ToqueTools["purpose"]>,
): Promise<Toque> {
  const { environment, terminal } = context;
  return withProgress(terminal, "opening the experts", async () => {
    const { createToque } = await import("../main.ts");
    const toque = await createToque(settings, { environment, log: terminal.note, purpose });
    await toque.experts.settled();
    return toque;
  });
}
