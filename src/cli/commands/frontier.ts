import type { Command } from "commander";
import { type CommandContext, withJson } from "../command-context.ts";
import { openOutcomes, withOutcomes } from "../offline-options.ts";
import type { OfflineFlags } from "../offline-options.ts";
import { frontierReport } from "../output/frontier-report.ts";
import { snakeCase } from "../../core/snake-case.ts";

type FrontierFlags = OfflineFlags & { readonly reference?: string };

export function addFrontier(program: Command, context: CommandContext): void {
  withJson(withOutcomes(program.command("frontier")))
    .summary("accuracy against cost: single models, learnt policies, what is possible")
    .description(
      "Draws what recorded outcomes allow, as one HTML page that needs no network: every model alone, mixtures by chance, " +
        "simple and learnt policies at every price, each judged on questions it was not learnt from, and the oracle.",
    )
    .option("--reference <model>", "what differences are to (default: the best single model)")
    .addHelpText(
      "after",
      "\nExample:\n  toque frontier --outcomes log.jsonl.gz --prices prices.json --out frontier.html",
    )
    .action((flags: FrontierFlags) => frontier(flags, context));
}

async function frontier(flags: FrontierFlags, context: CommandContext): Promise<void> {
  const { terminal } = context;
  const { reference = null } = flags;
  const { loaded, path, out, ...options } = await openOutcomes(flags, context, {
    objective: "match",
    reference,
  });
  const { drawFrontier } = await import("../../bench/routing/draw-frontier.ts");
  const { frontierPage } = await import("../../bench/routing/frontier-page.ts");
  const drawn = drawFrontier(loaded, { ...options, reference });
  await out.write(frontierPage(drawn));
  if (flags.json === true) {
    terminal.print(JSON.stringify(snakeCase({ path, ...drawn })));
    return;
  }
  for (const line of frontierReport(drawn, terminal.columns)) terminal.print(line);
  terminal.print(`\nwrote ${path}`);
}
