import type { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { addPolicyChanges } from "./policy-changes.ts";
import { addPolicyExplain } from "./policy-explain.ts";
import { addPolicyList } from "./policy-list.ts";
import { addPolicyShow } from "./policy-show.ts";

export function addPolicy(program: Command, context: CommandContext): void {
  const policy = program
    .command("policy")
    .summary("what mixtures serve, why, and how to change it")
    .description(
      "Shows what each mixture serves and what it has learnt, and promotes or takes back a policy. A server that runs " +
        "on the data folder is asked; without one a change is written to the ledger and obeyed at the next start.",
    );
  addPolicyList(policy, context);
  addPolicyShow(policy, context);
  addPolicyChanges(policy, context);
  addPolicyExplain(policy, context);
}
