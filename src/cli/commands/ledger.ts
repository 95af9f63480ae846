import type { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { addLedgerExport } from "./ledger-export.ts";
import { addLedgerList } from "./ledger-list.ts";
import { addLedgerShow } from "./ledger-show.ts";
import { addLedgerVerify } from "./ledger-verify.ts";

export function addLedger(program: Command, context: CommandContext): void {
  const ledger = program
    .command("ledger")
    .summary("requests, decisions, costs and outcomes on record")
    .description("Reads the ledger: what was asked, who answered, why, at what cost and how it turned out.");
  addLedgerList(ledger, context);
  addLedgerShow(ledger, context);
  addLedgerExport(ledger, context);
  addLedgerVerify(ledger, context);
}
