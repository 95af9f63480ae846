import type { Command } from "commander";
import { withApi } from "../api-door.ts";
import { type CommandContext, type PlaceOptions, withJson, withPlace } from "../command-context.ts";
import { wrapWords } from "../output/wrap-words.ts";

export function addPolicyExplain(policy: Command, context: CommandContext): void {
  withPlace(withJson(policy.command("explain")))
    .argument("<request-id>", "the x-request-id of an answer")
    .summary("why an answer came from where it did")
    .description(
      "Tells in plain words who could have answered, who was asked and why, and how it turned out.",
    )
    .action(async (id: string, options: PlaceOptions & { json?: boolean }) => {
      const { terminal } = context;
      const explained = await withApi(context, { ...options, purpose: "look" }, (api) =>
        api.call("explainRequest", { id }),
      );
      if (options.json === true) terminal.print(JSON.stringify(explained));
      else for (const line of explained.lines) terminal.print(wrapWords(line, terminal.columns).join("\n"));
    });
}
