import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadTable, type LoadedTable } from "../../src/bench/routing/load-table.ts";
import { readPrices } from "../../src/bench/outcomes/prices.ts";

/** The recorded outcomes the protocol runs on, one entry per experiment. */
export const DATA_SETS = {
  "mmlu-pro": {
    file: "mmlu_pro.jsonl.gz",
    reference: "gpt-4o-2024-05-13",
    models: [
      "gpt-4o-2024-05-13",
      "gemini-1.5-pro-002",
      "gemini-1.5-flash-002",
      "Meta-Llama-3.1-70B-Instruct",
      "Meta-Llama-3.1-8B-Instruct",
      "jamba-1.5-large",
      "Mixtral-8x7B-Instruct-v0.1",
      "deepseek-v2-chat",
    ],
  },
  bfcl: { file: "bfcl_v1_2024-08.jsonl.gz", reference: "claude-3-5-sonnet-20240620", models: null },
  redux: { file: "mmlu_redux_helm.jsonl.gz", reference: "claude-3-5-sonnet-20240620", models: null },
  routellm: { file: "routellm.jsonl.gz", reference: "gpt-4-1106-preview", models: null },
} as const satisfies Record<
  string,
  { readonly file: string; readonly reference: string; readonly models: readonly string[] | null }
>;

export type DataSetName = keyof typeof DATA_SETS;

/** Path of a file of recorded outcomes. Throws with what to do when there is no data on this machine. */
export function outcomesFile(name: string): string {
  // oxlint-disable-next-line no-restricted-properties -- the harness's own setting, which the product never reads
  const folder = process.env["TOQUE_DATA"];
  if (folder === undefined || folder === "")
    throw new Error(
      "TOQUE_DATA is not set: it names the folder whose outcomes/ holds the recorded outcomes, e.g. TOQUE_DATA=../data",
    );
  const path = join(folder, "outcomes", name);
  if (!existsSync(path)) throw new Error(`TOQUE_DATA=${folder} has no outcomes/${name}`);
  return path;
}

/** One data set as the learner sees it; prices are the list prices beside the outcomes. */
export async function loadDataSet(
  name: DataSetName,
  { hideSubtask }: { readonly hideSubtask: boolean },
): Promise<LoadedTable> {
  const { file, reference, models } = DATA_SETS[name];
  return loadTable({
    files: [outcomesFile(file)],
    models,
    reference,
    prices: await readPrices(outcomesFile("prices.json")),
    hideSubtask,
    objective: "match",
  });
}
