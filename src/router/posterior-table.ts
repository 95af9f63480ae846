import type { Beta } from "../statistics/beta.ts";

export type PosteriorOptions = {
  /** How many outcomes the expert's results on other tasks count for on a task with little data. */
  readonly kappa: number;
  /** Weight that earlier outcomes keep when a new one arrives; 1 forgets nothing. */
  readonly keep: number;
};

/** Task tags come from clients: beyond this many, outcomes count for the expert but not for the tag. */
const TASKS_MAX = 1_000;
/** Beyond this much evidence a posterior gets no narrower, so that a change can still be learnt. */
const EVIDENCE_MAX = 10_000;

type Tally = { right: number; wrong: number };

/** What each expert got right and wrong per task tag; untagged requests are a tag of their own. */
export class PosteriorTable {
  private readonly options: PosteriorOptions;
  private readonly experts: ReadonlyMap<
    string,
    { readonly all: Tally; readonly tasks: Map<string | null, Tally> }
  >;
  private readonly tasksSeen = new Set<string | null>();

  constructor(experts: readonly string[], options: PosteriorOptions) {
    this.options = options;
    this.experts = new Map(
      experts.map((expert) => [expert, { all: { right: 0, wrong: 0 }, tasks: new Map() }]),
    );
  }

  /** One new outcome, possibly a fraction of one; earlier ones of the same task fade. False for an unknown expert. */
  learn(expert: string, task: string | null, right: number): boolean {
    const { keep } = this.options;
    const known = this.experts.get(expert);
    if (known === undefined) return false;
    for (const tally of [known.all, known.tasks.get(task)]) {
      if (tally === undefined) continue;
      tally.right *= keep;
      tally.wrong *= keep;
    }
    return this.add(expert, task, { right, wrong: 1 - right });
  }

  /** Counts as they are: a warm start, or what the ledger holds. `undefined` is evidence about no task in particular. */
  add(expert: string, task: string | null | undefined, counts: Readonly<Tally>): boolean {
    const known = this.experts.get(expert);
    if (known === undefined) return false;
    addTo(known.all, counts);
    if (task !== undefined && this.admits(task)) {
      const tally = known.tasks.get(task) ?? { right: 0, wrong: 0 };
      addTo(tally, counts);
      known.tasks.set(task, tally);
    }
    return true;
  }

  /**
   * Beta(κ·m + right, κ·(1 − m) + wrong), m being the expert's mean on all other evidence. With n outcomes of
   * that kind κ is at most n + 2, so that an expert nothing is known of starts from Beta(1, 1).
   */
  posterior(expert: string, task: string | null): Beta {
    const known = this.experts.get(expert);
    if (known === undefined) return { alpha: 1, beta: 1 };
    const own = known.tasks.get(task) ?? { right: 0, wrong: 0 };
    // Fading can take more from the task than from the whole: never below nothing.
    const right = Math.max(0, known.all.right - own.right);
    const wrong = Math.max(0, known.all.wrong - own.wrong);
    const mean = (right + 1) / (right + wrong + 2);
    const kappa = Math.min(this.options.kappa, right + wrong + 2);
    return bounded({ alpha: kappa * mean + own.right, beta: kappa * (1 - mean) + own.wrong });
  }

  private admits(task: string | null): boolean {
    if (this.tasksSeen.size < TASKS_MAX) this.tasksSeen.add(task);
    return this.tasksSeen.has(task);
  }
}

function addTo(tally: Tally, counts: Readonly<Tally>): void {
  tally.right += counts.right;
  tally.wrong += counts.wrong;
}

function bounded(shape: Beta): Beta {
  const scale = Math.min(1, EVIDENCE_MAX / (shape.alpha + shape.beta));
  return { alpha: shape.alpha * scale, beta: shape.beta * scale };
}
