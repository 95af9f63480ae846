import {
  type Belief,
  believe,
  fitTaskEffects,
  type TaskCell,
  type TaskEffects,
  updated,
} from "./online/task-effects.ts";

export type PosteriorOptions = {
  /** Weight that earlier outcomes keep when a new one arrives; 1 forgets nothing. */
  readonly keep: number;
};

/** Task tags come from clients: beyond this many, outcomes count for the expert but not for the tag. */
const TASKS_MAX = 1_000;
/** Beyond this much evidence a cell gets no heavier, so that a change can still be learnt. */
const EVIDENCE_MAX = 10_000;
/** A table of up to this many cells is fitted anew after each outcome, a larger one in proportion less often. */
const CELLS_PER_OUTCOME = 256;
const CHANCE_MIN = 0.001;

type Tally = { right: number; wrong: number };
type Cell = TaskCell & Tally;
const NOTHING: Readonly<Tally> = { right: 0, wrong: 0 };

/** Evidence about no task in particular, and about tags beyond the limit. */
const NO_TASK = undefined;
type TaskTag = string | null | typeof NO_TASK;

/** What each expert got right and wrong per task tag, and what follows for every tag; untagged requests are a tag of their own. */
export class PosteriorTable {
  private readonly keep: number;
  private readonly experts: ReadonlyMap<string, number>;
  private readonly tasks = new Map<TaskTag, readonly Cell[]>();
  /** Outcomes per expert over all tasks, faded as they are. */
  private readonly outcomes: Float64Array;
  private effects: TaskEffects | null = null;
  private outcomesSinceFit = 0;

  constructor(experts: readonly string[], { keep }: PosteriorOptions) {
    this.keep = keep;
    this.experts = new Map(experts.map((expert, index) => [expert, index]));
    this.outcomes = new Float64Array(experts.length);
  }

  /** One new outcome, possibly a fraction of one; earlier ones of the same cell fade. False for an unknown expert. */
  learn(expert: string, task: string | null, right: number): boolean {
    return this.fold(this.cellOf(expert, task), { right, wrong: 1 - right }, 1);
  }

  /** Counts as the ledger holds them, in no order: as many outcomes as were learnt weigh as much as if they had been. */
  restore(expert: string, task: string | null, counts: Readonly<Tally>): boolean {
    return this.fold(this.cellOf(expert, task), counts, counts.right + counts.wrong);
  }

  /** A warm start, at its full weight. `undefined` is evidence about no task in particular. */
  add(expert: string, task: TaskTag, counts: Readonly<Tally>): boolean {
    return this.fold(this.cellOf(expert, task), counts, 0);
  }

  /** What is believed of an expert on a task. Nothing known of either: the level of all outcomes, with a wide spread. */
  belief(expert: string, task: string | null): Belief {
    const at = this.experts.get(expert);
    if (at === undefined) return { mean: 0.5, variance: 1 / 12 };
    const { mean, variance } = task === null ? this.ofAnyTask(at) : this.ofTask(at, this.tasks.get(task));
    return { mean: Math.min(1 - CHANCE_MIN, Math.max(CHANCE_MIN, mean)), variance };
  }

  /** How many outcomes of an expert are known, on whatever task. */
  evidence(expert: string): number {
    return this.outcomes[this.experts.get(expert) ?? -1] ?? 0;
  }

  private ofTask(expert: number, cells: readonly Cell[] | undefined): Belief {
    const own = cells?.[expert] ?? NOTHING;
    return believe(this.fitted(), { expert, task: cells?.[0]?.task ?? null }, own);
  }

  /** A request without a tag may be of any task: how well expert and task suit each other averages out. */
  private ofAnyTask(expert: number): Belief {
    let tasks = 0;
    let mean = 0;
    let variance = 0;
    for (const [task, cells] of this.tasks) {
      if (task === null) continue;
      const belief = this.ofTask(expert, cells);
      tasks += 1;
      mean += belief.mean;
      variance += belief.variance;
    }
    const untagged = this.tasks.get(null);
    if (tasks === 0) return this.ofTask(expert, untagged);
    // Or of one task more than is known.
    const unknown = this.fitted().fit / (tasks + 1) ** 2;
    const average = { mean: mean / tasks, variance: variance / tasks ** 2 + unknown };
    return updated(average, untagged?.[expert] ?? NOTHING);
  }

  private fitted(): TaskEffects {
    const count = this.tasks.size * this.experts.size;
    if (this.effects === null || this.outcomesSinceFit * CELLS_PER_OUTCOME > count) {
      const cells = [...this.tasks.values()].flat();
      this.effects = fitTaskEffects(cells, { tasks: this.tasks.size, experts: this.experts.size });
      this.outcomesSinceFit = 0;
    }
    return this.effects;
  }

  /** Σ keep^i over n outcomes is what they weigh after the last of them. */
  private fold(cell: Cell | null, counts: Readonly<Tally>, outcomes: number): boolean {
    if (cell === null) return false;
    const kept = this.keep ** outcomes;
    const weight = this.keep === 1 || outcomes === 0 ? 1 : (1 - kept) / (1 - this.keep) / outcomes;
    const right = cell.right * kept + counts.right * weight;
    const wrong = cell.wrong * kept + counts.wrong * weight;
    const scale = Math.min(1, EVIDENCE_MAX / Math.max(1, right + wrong));
    const before = cell.right + cell.wrong;
    cell.right = right * scale;
    cell.wrong = wrong * scale;
    this.outcomes[cell.expert] = (this.outcomes[cell.expert] ?? 0) + cell.right + cell.wrong - before;
    if (outcomes === 1) this.outcomesSinceFit += 1;
    else this.effects = null;
    return true;
  }

  private cellOf(expert: string, task: TaskTag): Cell | null {
    const at = this.experts.get(expert);
    return at === undefined ? null : (this.cellsOf(task)[at] ?? null);
  }

  private cellsOf(task: TaskTag): readonly Cell[] {
    const known = this.tasks.get(task);
    if (known !== undefined) return known;
    if (task !== NO_TASK && this.tasks.size >= TASKS_MAX) return this.cellsOf(NO_TASK);
    const row = this.tasks.size;
    const cells = Array.from(this.experts, (_, expert) => ({ task: row, expert, right: 0, wrong: 0 }));
    this.tasks.set(task, cells);
    return cells;
  }
}
