import type { Command } from "commander";

/** `docs/reference/cli.md`: the help page of every command, as the program prints it. */
export function cliReference(program: Command): string {
  return [
    "# Command line",
    "",
    "<!-- Written by `npm run reference` from src/cli. Do not edit. -->",
    "",
    "`npx toque` in a clone, `toque` where it is installed. `--json` prints the same as data, with an error as",
    "`{error: {code, message, hint}}` on the standard error.",
    "",
    ...pages(program, []),
  ].join("\n");
}

function pages(command: Command, path: readonly string[]): readonly string[] {
  const name = [...path, command.name()];
  let help = "";
  command.configureOutput({ writeOut: (text) => (help += text), getOutHelpWidth: () => 80 });
  command.outputHelp();
  const page = [`## \`${name.join(" ")}\``, "", "```text", help.trimEnd(), "```", ""];
  return [...page, ...command.commands.flatMap((each) => pages(each, name))];
}
