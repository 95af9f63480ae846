import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type JsonObject, isJsonObject } from "../core/json.ts";
import { ConfigError, type ConfigProblem, shownValue } from "./config-error.ts";
import type { Environment } from "./environment.ts";
import { type Kind, checkKind } from "./kind-check.ts";
import type { RawConfig } from "./load-config.ts";
import { type Flags, overlay } from "./overrides.ts";
import { type MixturePlan, planMixtures, textsOf } from "./plan-mixtures.ts";
import { type Config, configSchema } from "./schema.ts";
import { zodProblems } from "./zod-problems.ts";

/** Where an expert comes from, shown to the operator. */
export type Origin = "config" | "starter" | "vendor";

export type ExpertPlan<K> = {
  readonly name: string;
  readonly kind: K;
  readonly options: unknown;
  readonly origin: Origin;
};

/** Experts and mixtures that are offered without being written in the file, in the words of the file. */
export type Offered = {
  readonly origin: Origin;
  readonly experts: Readonly<Record<string, JsonObject>>;
  readonly mixtures: Readonly<Record<string, JsonObject>>;
};

/** Everything that was decided before anything is opened. */
export type Settings<E extends Kind = Kind, P extends Kind = Kind> = {
  readonly config: Config;
  readonly configPath: string | null;
  readonly baseDir: string;
  readonly dataDir: string;
  readonly experts: readonly ExpertPlan<E>[];
  readonly mixtures: readonly MixturePlan<P>[];
};

export type SettingsSource<E extends Kind, P extends Kind> = {
  readonly raw: RawConfig;
  readonly flags: Flags;
  readonly environment: Environment;
  readonly workingDir: string;
  readonly expertKinds: readonly E[];
  readonly policyKinds: readonly P[];
  /** What comes on top of the file, given what the file says; a name in the file wins. */
  readonly offered: (config: Config) => readonly Offered[];
  /** What a name that no one listed stands for: a vendor's model, in the words of the file. */
  readonly onDemand: (name: string) => JsonObject | null;
};

/** Puts flags, environment, file and defaults together; reports every problem of all of them at once. */
export function resolveSettings<E extends Kind, P extends Kind>(
  source: SettingsSource<E, P>,
): Settings<E, P> {
  const { raw } = source;
  const problems: ConfigProblem[] = [];
  const content = isJsonObject(raw.content) ? raw.content : {};
  if (!isJsonObject(raw.content)) {
    problems.push({ path: "", value: shownValue(raw.content, []), message: "must be an object" });
  }
  const { merged, rename } = overlay(content, source.flags, source.environment);
  const parsed = configSchema.safeParse(merged);
  if (!parsed.success) {
    problems.push(...zodProblems(parsed.error, merged, { schema: configSchema }).map(rename));
  }
  const config = parsed.data ?? configSchema.parse({});
  const written: Offered = {
    origin: "config",
    experts: objects(content["experts"]),
    mixtures: objects(content["mixtures"]),
  };
  const listed = [written, ...source.offered(config)];
  const all = [...listed, onDemandMembers(listed, source)];
  const experts = planExperts(all, source, problems);
  const mixtures = planMixtures(all, source, problems);
  if (problems.length > 0) {
    throw new ConfigError(raw.path ?? "the configuration", problems);
  }
  return {
    config,
    configPath: raw.path,
    baseDir: raw.baseDir,
    dataDir: dataDirOf(source, config),
    experts,
    mixtures,
  };
}

/** Where the ledger is: PostgreSQL's address, or the SQLite file in the data folder. */
export function ledgerLocation({ config, dataDir }: Settings): string {
  return config.ledger.url ?? join(dataDir, "ledger.db");
}

/** The same for those who only look, which must not make files: a ledger that was never begun is an empty one. */
export function ledgerToRead(settings: Settings): string {
  const location = ledgerLocation(settings);
  return location.includes("://") || existsSync(location) ? location : ":memory:";
}

function dataDirOf<E extends Kind, P extends Kind>(source: SettingsSource<E, P>, config: Config): string {
  const asked = source.flags.data ?? source.environment.data;
  if (asked !== undefined) return resolve(source.workingDir, asked);
  if (config.data !== undefined) return resolve(source.raw.baseDir, config.data);
  return resolve(source.workingDir, ".toque");
}

function planExperts<E extends Kind, P extends Kind>(
  all: readonly Offered[],
  source: SettingsSource<E, P>,
  problems: ConfigProblem[],
): readonly ExpertPlan<E>[] {
  const plans = new Map<string, ExpertPlan<E>>();
  for (const { origin, experts } of all) {
    for (const [name, entry] of Object.entries(experts)) {
      if (plans.has(name) || typeof entry["type"] !== "string") continue;
      const checked = checkKind(entry, ["experts", name], source.expertKinds);
      if ("kind" in checked) plans.set(name, { name, kind: checked.kind, options: checked.options, origin });
      else problems.push(...checked);
    }
  }
  return [...plans.values()];
}

/** Vendors' models that only a mixture names are experts as if they had been written. */
function onDemandMembers<E extends Kind, P extends Kind>(
  listed: readonly Offered[],
  source: SettingsSource<E, P>,
): Offered {
  const members = listed.flatMap((each) =>
    Object.values(each.mixtures).flatMap((mixture) => textsOf(mixture["experts"])),
  );
  const entries = members.flatMap((name) => {
    const entry = source.onDemand(name);
    return entry === null ? [] : [[name, entry] as const];
  });
  return { origin: "vendor", experts: Object.fromEntries(entries), mixtures: {} };
}

function objects(value: unknown): Readonly<Record<string, JsonObject>> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1])),
  );
}
