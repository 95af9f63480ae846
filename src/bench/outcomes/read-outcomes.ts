import { AppError } from "../../core/app-error.ts";
import { EMPTY_VIEW } from "../../router/features/request-view.ts";
import { extractFeatures } from "../../router/features/extract.ts";
import type { Question } from "../../router/learner/outcome-table.ts";
import { outcomeLines } from "./outcome-lines.ts";
import { parseRow } from "./outcome-row.ts";
import type { OutcomeRow, RecordedOutcome } from "./outcome-row.ts";
import { questionGroup } from "./question-group.ts";

const ROWS_MAX = 200_000;
const MODELS_MAX = 256;

export type RecordedQuestion = Question & {
  readonly task: string;
  /** The label a benchmark gives it, the task where it has none; the features have it unless it was hidden. */
  readonly label: string;
  readonly promptChars: number;
  readonly outcomes: Map<string, RecordedOutcome>;
};

export type Recorded = {
  readonly questions: readonly RecordedQuestion[];
  /** All models in the files, wanted or not, in the order in which they were first seen. */
  readonly models: readonly string[];
  /** Rows that said once more what was known. */
  readonly duplicates: number;
  /** Rows left out because their source marks them as seen in training. */
  readonly contaminated: number;
};

export type ReadOptions = {
  readonly files: readonly string[];
  /** Only these models' outcomes, all when `null`. */
  readonly models: readonly string[] | null;
  /** The task alone is the family then: a benchmark's subtask is nothing a gateway sees. */
  readonly hideSubtask: boolean;
  readonly keepContaminated: boolean;
};

/** Reads outcome files into memory without their texts. The same question in two files is one, with both files' models. */
export async function readOutcomes(options: ReadOptions): Promise<Recorded> {
  const wanted = options.models === null ? null : new Set(options.models);
  const seen = new Set<string>();
  const questions = new Map<string, RecordedQuestion>();
  let duplicates = 0;
  let contaminated = 0;
  for (const file of options.files) {
    for await (const line of outcomeLines(file)) {
      const where = `${file}:${line.number}`;
      const row = parseRow(line.text, wanted);
      if ("problem" in row)
        throw new AppError("invalid_outcomes", `${where}: ${row.problem}`, { hint: ROW_HINT });
      for (const model of row.models) seen.add(model);
      if (seen.size > MODELS_MAX)
        throw tooMany(where, `more than ${MODELS_MAX} models`, "Choose some with --models.");
      if (!options.keepContaminated && Boolean(row.contaminated)) contaminated += 1;
      else if (!place(questions, row, { where, hideSubtask: options.hideSubtask })) duplicates += 1;
      if (questions.size > ROWS_MAX)
        throw tooMany(where, `more than ${ROWS_MAX} questions`, "Give fewer files.");
    }
  }
  if (questions.size === 0) throw empty(options, contaminated);
  return { questions: [...questions.values()], models: [...seen], duplicates, contaminated };
}

const ROW_HINT =
  'A row is {"task", "id", "prompt", "outcomes": {model: {"correct": 0 or 1, or "score": 0 to 1, ...}}}.';

/** Adds a row to what is known; false when it says nothing new. */
function place(
  questions: Map<string, RecordedQuestion>,
  row: OutcomeRow,
  at: { readonly where: string; readonly hideSubtask: boolean },
): boolean {
  const key = `${row.task}\0${row.id}`;
  const known = questions.get(key);
  if (known === undefined) {
    questions.set(key, questionOf(row, at.hideSubtask));
    return true;
  }
  if (known.group !== groupOf(row))
    throw new AppError(
      "invalid_outcomes",
      `${at.where}: the id ${row.id} stands for two different questions`,
      {
        hint: "Every question of a task needs an id of its own.",
      },
    );
  let isNew = false;
  for (const [model, outcome] of row.outcomes) {
    const before = known.outcomes.get(model);
    if (before === undefined) {
      known.outcomes.set(model, outcome);
      isNew = true;
    } else if (!Object.is(before.score, outcome.score)) {
      const message = `${at.where}: ${model} has two different outcomes on ${row.id}: ${scoreText(before)} and ${scoreText(outcome)}`;
      throw new AppError("invalid_outcomes", message, {
        hint: "Keep one of the two rows; several samples of one model are one score between 0 and 1.",
      });
    }
  }
  return isNew;
}

function scoreText({ score }: RecordedOutcome): string {
  return Number.isNaN(score) ? "not graded" : String(score);
}

function questionOf(row: OutcomeRow, hideSubtask: boolean): RecordedQuestion {
  const label = row.subtask ?? row.task;
  const family = hideSubtask ? row.task : label;
  const system = row.system ?? null;
  return {
    id: row.id,
    task: row.task,
    label,
    group: groupOf(row),
    features: extractFeatures({ ...EMPTY_VIEW, text: row.prompt, system, family }),
    promptChars: row.prompt.length + (system?.length ?? 0),
    outcomes: new Map(row.outcomes),
  };
}

/** Without a text nothing says that two questions are the same one. */
function groupOf({ task, id, prompt }: OutcomeRow): string {
  return prompt.trim() === "" ? `${task}\0${id}` : questionGroup(prompt);
}

function tooMany(where: string, what: string, hint: string): AppError {
  return new AppError("invalid_outcomes", `${where}: there are ${what}`, { hint });
}

function empty({ files }: ReadOptions, contaminated: number): AppError {
  const left = contaminated === 0 ? "" : ` but ${contaminated} that are marked as contaminated`;
  return new AppError("invalid_outcomes", `There are no outcomes in ${files.join(", ")}${left}`, {
    hint: ROW_HINT,
  });
}
