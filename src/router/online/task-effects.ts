/** Verified outcomes of one expert on one task; both counted by position. */
export type TaskCell = {
  readonly task: number;
  readonly expert: number;
  readonly right: number;
  readonly wrong: number;
};

/** What is believed of a chance. */
export type Belief = { readonly mean: number; readonly variance: number };

/**
 * Success on a task = level + how good the expert is + how easy the task is + how the two suit each other. Each part is
 * drawn from a normal distribution whose spread is learnt from the same outcomes (empirical Bayes), so an expert's other
 * tasks count for much where experts rank the same everywhere, and for little among specialists.
 */
export type TaskEffects = {
  readonly level: number;
  readonly experts: Float64Array;
  readonly expertVariances: Float64Array;
  readonly tasks: Float64Array;
  /** Variance of how expert and task suit each other. */
  readonly fit: number;
};

/** Spreads before anything is known, as deviations, and for how many effects that guess counts. */
const GUESS = {
  expert: { deviation: 0.25, weight: 2 },
  task: { deviation: 0.15, weight: 2 },
  fit: { deviation: 0.1, weight: 4 },
} as const;

const SWEEPS = 20;
const NOISE_STEPS = 3;
/** An expert that was never wrong so far is still a chance, not a certainty. */
const CHANCE_MIN = 0.02;

/**
 * Posterior means by backfitting (coordinate ascent) and spreads by expectation maximisation, from the same start each
 * time: equal cells give equal effects. Two-way random effects as in Searle, Casella & McCulloch, Variance Components, 1992.
 */
export function fitTaskEffects(
  cells: readonly TaskCell[],
  size: { readonly tasks: number; readonly experts: number },
): TaskEffects {
  const level = levelOf(cells);
  const experts = newEffects(size.experts, GUESS.expert.deviation);
  const tasks = newEffects(size.tasks, GUESS.task.deviation);
  const known = cells.filter((cell) => cell.right + cell.wrong > 0);
  const residuals = new Float64Array(known.length);
  let fit = GUESS.fit.deviation ** 2;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const [own, other, axis, guess] of [
      [experts, tasks, "expert", GUESS.expert],
      [tasks, experts, "task", GUESS.task],
    ] as const) {
      own.weighted.fill(0);
      own.precision.fill(0);
      for (const [index, cell] of known.entries()) {
        const at = cell[axis];
        const across = other.mean[axis === "expert" ? cell.task : cell.expert] ?? 0;
        const mean = level + (own.mean[at] ?? 0) + across + (residuals[index] ?? 0);
        const precision = 1 / (fit + noise(cell, mean));
        own.weighted[at] = (own.weighted[at] ?? 0) + precision * (shareOf(cell) - level - across);
        own.precision[at] = (own.precision[at] ?? 0) + precision;
      }
      settle(own, guess);
    }
    fit = settleFit(known, residuals, { level, experts, tasks, fit });
  }
  return { level, experts: experts.mean, expertVariances: experts.variance, tasks: tasks.mean, fit };
}

/** Of one expert on one task with these outcomes of its own; `task` is `null` when none of anyone's are known. */
export function believe(
  effects: TaskEffects,
  at: { readonly expert: number; readonly task: number | null },
  own: Outcomes,
): Belief {
  const { fit } = effects;
  const task = at.task === null ? 0 : (effects.tasks[at.task] ?? 0);
  const prior = effects.level + (effects.experts[at.expert] ?? 0) + task;
  const expertVariance = effects.expertVariances[at.expert] ?? 0;
  const n = own.right + own.wrong;
  if (n === 0) return { mean: prior, variance: fit + expertVariance };
  const share = own.right / n;
  // The noise of a share depends on the chance itself: from the prior's, towards what the outcomes say.
  let mean = prior;
  let error = noise(own, mean);
  for (let step = 0; step < NOISE_STEPS; step++) {
    mean = prior + (fit / (fit + error)) * (share - prior);
    error = noise(own, mean);
  }
  const weight = fit / (fit + error);
  return {
    mean: prior + weight * (share - prior),
    variance: weight * error + (1 - weight) ** 2 * expertVariance,
  };
}

/** A belief that has not seen these outcomes, after them. */
export function updated(belief: Belief, own: Outcomes): Belief {
  const n = own.right + own.wrong;
  if (n === 0) return belief;
  const weight = belief.variance / (belief.variance + noise(own, belief.mean));
  return {
    mean: belief.mean + weight * (own.right / n - belief.mean),
    variance: (1 - weight) * belief.variance,
  };
}

type Outcomes = { readonly right: number; readonly wrong: number };

type Effects = {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly weighted: Float64Array;
  readonly precision: Float64Array;
  /** Variance the effects are drawn from. */
  spread: number;
};

function newEffects(count: number, deviation: number): Effects {
  const zeros = (): Float64Array => new Float64Array(count);
  const spread = deviation ** 2;
  return { mean: zeros(), variance: zeros().fill(spread), weighted: zeros(), precision: zeros(), spread };
}

type Guess = { readonly deviation: number; readonly weight: number };

function settle(effects: Effects, guess: Guess): void {
  let squares = guess.weight * guess.deviation ** 2;
  let count = guess.weight;
  for (const [index, precision] of effects.precision.entries()) {
    const variance = 1 / (1 / effects.spread + precision);
    const mean = variance * (effects.weighted[index] ?? 0);
    effects.variance[index] = variance;
    effects.mean[index] = mean;
    if (precision === 0) continue;
    squares += mean * mean + variance;
    count += 1;
  }
  effects.spread = squares / count;
}

type Fitting = {
  readonly level: number;
  readonly experts: Effects;
  readonly tasks: Effects;
  readonly fit: number;
};

/** What is left of each cell, shrunk by its noise, and the variance such remainders are drawn from. */
function settleFit(cells: readonly TaskCell[], residuals: Float64Array, fitting: Fitting): number {
  const { level, experts, tasks, fit } = fitting;
  let squares = GUESS.fit.weight * GUESS.fit.deviation ** 2;
  for (const [index, cell] of cells.entries()) {
    const prior = level + (experts.mean[cell.expert] ?? 0) + (tasks.mean[cell.task] ?? 0);
    const error = noise(cell, prior + (residuals[index] ?? 0));
    const weight = fit / (fit + error);
    const residual = weight * (shareOf(cell) - prior);
    const doubt = (experts.variance[cell.expert] ?? 0) + (tasks.variance[cell.task] ?? 0);
    residuals[index] = residual;
    squares += residual * residual + weight * error + weight * weight * doubt;
  }
  return squares / (cells.length + GUESS.fit.weight);
}

/** Laplace's share of all outcomes. */
function levelOf(cells: readonly TaskCell[]): number {
  let right = 1;
  let n = 2;
  for (const cell of cells) {
    right += cell.right;
    n += cell.right + cell.wrong;
  }
  return right / n;
}

function shareOf({ right, wrong }: Outcomes): number {
  return right / (right + wrong);
}

/** Variance of the cell's share when its chance is `mean`. */
function noise({ right, wrong }: Outcomes, mean: number): number {
  return chanceVariance(mean) / (right + wrong);
}

function chanceVariance(chance: number): number {
  const within = Math.min(1 - CHANCE_MIN, Math.max(CHANCE_MIN, chance));
  return within * (1 - within);
}
