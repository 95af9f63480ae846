import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnvironment } from "../../src/config/environment.ts";
import { createToque, loadSettings, type Toque } from "../../src/main.ts";
import { type Switch, switchable } from "./switchable-expert.ts";

export const MIXTURE = "chef";
export const REFERENCE = "toque-starter-generalist";
/** What is replaced, and by what: the file of an expert that knows nothing of its family. */
export const CHANGED = "toque-starter-words";
export const CHANGED_TO = "toque-starter-arithmetic";

export type World = {
  readonly toque: Toque;
  readonly switched: Switch;
  readonly experts: readonly string[];
  close(): Promise<void>;
};

export type WorldOptions = {
  /** Folder of ledger and keys: an empty one is a first start. */
  readonly dir: string;
  readonly shadowShare: number;
  /** All starter experts when not given. */
  readonly experts?: readonly string[];
  readonly log: (line: string) => void;
};

/** A Toque with the starter experts behind one `match` mixture, and nothing learnt unless its folder holds it. */
export async function openWorld({ dir, shadowShare, log, ...chosen }: WorldOptions): Promise<World> {
  const environment = { ...readEnvironment({}), config: undefined };
  const first = await loadSettings({ flags: { data: dir }, environment, workingDir: dir });
  const experts = chosen.experts ?? first.experts.map((expert) => expert.name);
  const mixture = {
    experts: [REFERENCE, ...experts.filter((name) => name !== REFERENCE)],
    objective: { match: REFERENCE, within: "1pt" },
    shadow: { share: shadowShare, probes_per_family: 20, unpriced_calls_per_day: 1_000_000 },
  };
  const config = join(dir, "toque.config.json");
  writeFileSync(config, JSON.stringify({ mixtures: { [MIXTURE]: mixture } }));
  const settings = await loadSettings({ flags: { data: dir, config }, environment, workingDir: dir });
  const { plans, switched } = switchable(settings.experts, CHANGED);
  const toque = await createToque({ ...settings, experts: plans }, { environment, log });
  await toque.experts.settled();
  return { toque, switched, experts: mixture.experts, close: () => toque.close() };
}

export function emptyFolder(): { readonly dir: string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), "toque-demo-"));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
