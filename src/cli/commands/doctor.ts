import type { Command } from "commander";
import { ConfigError } from "../../config/config-error.ts";
import type { ToqueSettings } from "../../main.ts";
import { type CommandContext, type PlaceOptions, withJson, withPlace } from "../command-context.ts";
import { expertFindings, keysFinding } from "../doctor/experts.ts";
import type { Finding } from "../doctor/finding.ts";
import { diskFinding, energyFinding, gpuFinding, nodeFinding } from "../doctor/machine.ts";
import { CommandFailed } from "../failure.ts";
import { withProgress } from "../output/progress.ts";
import type { Terminal } from "../output/terminal.ts";
import { wrapWords } from "../output/wrap-words.ts";

export function addDoctor(program: Command, context: CommandContext): void {
  withPlace(withJson(program.command("doctor")))
    .summary("check that everything Toque needs is in order")
    .description(
      "Checks Node, config, data folder, ledger, port, experts, keys, energy meter and disk, and says what to " +
        "do about what is not in order. Exit code 1 when something fails.",
    )
    .action(async (options: PlaceOptions & { json?: boolean }) => {
      const { terminal } = context;
      const findings = await withProgress(terminal, "looking", () => examine(options, context));
      const sound = findings.every((each) => each.status !== "fail");
      if (options.json === true) terminal.print(JSON.stringify({ sound, findings }));
      else for (const each of findings) terminal.print(findingText(each, terminal));
      if (!sound) throw new CommandFailed("something is not in order");
    });
}

async function examine(place: PlaceOptions, context: CommandContext): Promise<readonly Finding[]> {
  const findings: Finding[] = [nodeFinding(), gpuFinding(), energyFinding()];
  const { loadSettings } = await import("../../main.ts");
  const { environment, workingDir } = context;
  let settings: ToqueSettings;
  try {
    settings = await loadSettings({ flags: place, environment, workingDir });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const detail = error.message;
    return [...findings, { check: "config", status: "fail", detail, advice: "repair the lines above" }];
  }
  const { configFinding, dataFinding } = await import("../doctor/places.ts");
  findings.push(configFinding(settings), dataFinding(settings.dataDir), diskFinding(settings.dataDir));
  findings.push(...(await examineOpened(settings, context)));
  return findings;
}

async function examineOpened(settings: ToqueSettings, context: CommandContext): Promise<readonly Finding[]> {
  const { openExperts, openSettingsLedger } = await import("../../main.ts");
  const { ledgerFinding, portFinding } = await import("../doctor/places.ts");
  const { KEY_NAMES } = await import("../../config/vendors.ts");
  const { environment } = context;
  const findings: Finding[] = [];
  const guarded = async (check: string, work: () => Promise<readonly Finding[]>): Promise<void> => {
    try {
      findings.push(...(await work()));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      findings.push({ check, status: "fail", detail });
    }
  };
  await guarded("ledger", async () => [await ledgerFinding(settings, () => openSettingsLedger(settings))]);
  await guarded("port", async () => [await portFinding(settings)]);
  findings.push(keysFinding(KEY_NAMES, (name) => environment.secret(name) !== undefined));
  await guarded("experts", async () => {
    const experts = await openExperts(settings, environment);
    await experts.settled();
    const found = expertFindings(experts.list());
    await experts.close();
    return found;
  });
  return findings;
}

const COLOURS = { ok: "green", warn: "yellow", fail: "red" } as const;

function findingText({ check, status, detail, advice }: Finding, terminal: Terminal): string {
  const head = `${terminal.paint(COLOURS[status], status.padEnd(4))}  ${check.padEnd(8)}`;
  const indent = " ".repeat(16);
  const lines = wrapWords(detail, terminal.columns - indent.length);
  const then = advice === undefined ? [] : wrapWords(`-> ${advice}`, terminal.columns - indent.length);
  return [`${head}  ${lines[0] ?? ""}`, ...[...lines.slice(1), ...then].map((line) => indent + line)].join(
    "\n",
  );
}
