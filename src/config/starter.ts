import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { JsonObject } from "../core/json.ts";
import type { Offered } from "./settings.ts";

/** The mixture that a client may ask for without knowing any expert. */
const STARTER_MIXTURE = "auto";

/** How many outcomes of live traffic each accuracy of the report counts for: enough to start right, few enough to unlearn. */
const PRIOR_WEIGHT = 500;

/** Without a report: how often a generalist and a specialist are guessed to be right, and for how much that counts. */
const GENERALIST_GUESS = 0.6;
const SPECIALIST_GUESS = 0.3;
const GUESS_WEIGHT = 20;
/** A task that no client names; what is known of it counts, weakly, for every other. */
const UNMEASURED_TASK = "unmeasured";

/** Where the models of the package lie, from `src/` as well as from `dist/`. */
const MODELS_DIR = fileURLToPath(new URL("../../models/", import.meta.url));

/** What the training report must hold; it holds more. */
const reportSchema = z.object({
  reports: z.array(
    z.object({
      model: z.string(),
      accuracy: z.record(z.string(), z.object({ accuracy: z.number().min(0).max(1) })),
    }),
  ),
});

type Accuracies = Readonly<Record<string, number>>;

/** The models that come with Toque and `auto` over them, warm-started with what their training measured. */
export function offeredByStarter(modelsDir: string = MODELS_DIR): Offered {
  const names = modelNames(modelsDir);
  const experts = Object.fromEntries(
    names.map((name) => [name, { type: "gguf", file: join(modelsDir, `${name}.gguf`) }]),
  );
  if (names.length === 0) return { origin: "starter", experts, mixtures: {} };
  const accuracies = readAccuracies(modelsDir);
  const priors = accuracies.size === 0 ? generalistPriors(names) : priorsOf(accuracies, names);
  const policy = { type: "thompson", priors };
  return { origin: "starter", experts, mixtures: { [STARTER_MIXTURE]: { experts: names, policy } } };
}

function modelNames(modelsDir: string): readonly string[] {
  if (!existsSync(modelsDir)) return [];
  const files = readdirSync(modelsDir).filter((file) => file.endsWith(".gguf"));
  return files.map((file) => basename(file, ".gguf")).toSorted();
}

/** Without a report that can be read the mixture starts unsure, and learns. */
function readAccuracies(modelsDir: string): ReadonlyMap<string, Accuracies> {
  const path = join(modelsDir, "report.json");
  if (!existsSync(path)) return new Map();
  const reports = reportSchema.safeParse(jsonOrNull(path)).data?.reports ?? [];
  return new Map(reports.map(({ model, accuracy }) => [model, familiesOf(accuracy)]));
}

/** A report that is being written, or broken, must not stop what does not need it. */
function jsonOrNull(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

/** Nothing is measured: a weak guess from the names, soon outweighed, sends what has no tag to who knows most. */
function generalistPriors(names: readonly string[]): JsonObject {
  if (!names.some(isGeneralist)) return {};
  return Object.fromEntries(
    names.map((name) => {
      const success = isGeneralist(name) ? GENERALIST_GUESS : SPECIALIST_GUESS;
      return [name, { [UNMEASURED_TASK]: { success, weight: GUESS_WEIGHT } }];
    }),
  );
}

function isGeneralist(name: string): boolean {
  return name.includes("generalist");
}

/** The report also has cells such as `words/easy`; a request's tag is the family alone. */
function familiesOf(accuracy: Readonly<Record<string, { readonly accuracy: number }>>): Accuracies {
  const families = Object.entries(accuracy).filter(([cell]) => !cell.includes("/"));
  return Object.fromEntries(families.map(([family, measured]) => [family, measured.accuracy]));
}

/** Per expert and family; a request without a tag is judged by all of them together, which favours a generalist. */
function priorsOf(accuracies: ReadonlyMap<string, Accuracies>, names: readonly string[]): JsonObject {
  const priors = names.flatMap((name) => {
    const families = Object.entries(accuracies.get(name) ?? {});
    const tasks = families.map(([family, success]) => [family, { success, weight: PRIOR_WEIGHT }] as const);
    return tasks.length === 0 ? [] : [[name, Object.fromEntries(tasks)] as const];
  });
  return Object.fromEntries(priors);
}
