import type { Command } from "commander";
import { type CommandContext, type PlaceOptions, withJson, withPlace } from "../command-context.ts";
import { listExperts, listingText } from "../expert-list.ts";
import { openToque, settingsOf } from "../open-toque.ts";
import { snakeCase } from "../../core/snake-case.ts";

export function addExperts(program: Command, context: CommandContext): void {
  withPlace(withJson(program.command("experts")))
    .summary("who can answer, and who cannot and why")
    .description(
      "Lists mixtures and experts with their state, what they can do and what they cost. It opens them as " +
        "`serve` does, so that a model that does not load shows here.",
    )
    .action(async (options: PlaceOptions & { json?: boolean }) => {
      const { terminal } = context;
      const toque = await openToque(context, await settingsOf(context, options), "look");
      const listing = listExperts(toque);
      await toque.close();
      terminal.print(
        options.json === true ? JSON.stringify(snakeCase(listing)) : listingText(listing, terminal),
      );
    });
}
