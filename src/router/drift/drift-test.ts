import type { DriftRules } from "./drift-rules.ts";
import type { DriftState } from "./drift-state.ts";
import { GRID_SIZE, ODDS_FACTORS, priorOffsets, scale, spread, sumOf, windowOf } from "./offset-grid.ts";
import type { Window } from "./offset-grid.ts";
import { recalibrate, recalibrated, UNCALIBRATED } from "./recalibration.ts";

/** A verified answer: whether it was right, and how likely that was held to be before; `null`: nobody said. */
export type VerifiedAnswer = { readonly right: boolean; readonly predicted: number | null };

/** Why an alarm was raised: since about so many answers fewer are right than before. */
export type DriftAlarm = {
  readonly answersSince: number;
  readonly rightShare: number;
  readonly expectedShare: number;
};

/** Watches one expert, or one mixture. Over when it has raised its alarm: what comes after needs a test of its own. */
export type DriftTest = {
  observe(answer: VerifiedAnswer): void;
  readonly alarm: DriftAlarm | null;
  /** JSON from which the same test goes on. */
  state(): DriftState;
};

/**
 * Drops that are looked for, in logits, half of the belief on each: ten points at 60 to 80 % right and at 90 to 95 %.
 * On MMLU-Pro real models differ from one another by about the same logits on easy and on hard questions.
 */
const DROPS = [0.5, 1];
const DROP_FACTORS = DROPS.map((drop) => Math.exp(-drop));
/**
 * The baseline may wander: its variance grows by so much per answer, .14 logits (3 points) in 100,000 answers. So it is
 * known about as well as from the last 5,000 answers, and a slow change of the work is learnt, not reported.
 */
const WANDERING = 2e-7;
const SPREAD_EVERY = 16;
const PREDICTED_MIN = 0.001;

/**
 * A Shiryaev–Roberts test that does not know its baseline. For each baseline θ on a grid it keeps the likelihood L(θ)
 * of all answers without a change and, per drop, the sum Q(θ) over all moments of a change of the likelihood with it:
 * L ← L·f(θ), Q ← (Q + L)·f(θ − drop). R = ΣQ / ΣL is a mixture of likelihood ratios started at every answer, so that
 * R − n is a martingale while nothing changes, whatever the prior says the baseline is, and P(R ever reaches n/α within
 * n answers) ≤ α (Doob; Pollak 1985 for one known baseline). The bound is over prior and answers together; each single
 * baseline and prediction error is simulated in `bench/router/drift.ts`. 1 µs per answer, 4 kB.
 */
export function openDriftTest(rules: DriftRules, from: DriftState | null = null): DriftTest {
  const threshold = rules.answers / rules.falseAlarmShare;
  const unchanged = from === null ? priorOffsets() : Float64Array.from(from.unchanged);
  const changed = DROPS.map((_, drop) =>
    Float64Array.from(from?.changed[drop] ?? new Float64Array(GRID_SIZE)),
  );
  let window = windowOf(unchanged);
  let answers = from?.answers ?? 0;
  let calibration = from?.calibration ?? UNCALIBRATED;
  let suspicions: readonly Suspicion[] = from?.suspicions ?? DROPS.map(() => NOTHING);
  let alarm = from?.alarm ?? null;

  return {
    observe({ right, predicted }) {
      if (alarm !== null) return;
      answers += 1;
      const logit = logitOf(predicted);
      const odds = Math.exp(recalibrated(calibration, logit));
      const step = { odds, right, window };
      if (answers > rules.referenceAnswers) {
        for (const [drop, masses] of changed.entries()) {
          advance(masses, unchanged, { ...step, odds: odds * (DROP_FACTORS[drop] ?? 1) });
        }
      }
      advance(unchanged, null, step);
      const surprise = sumOf(unchanged, window);
      const expected = right ? surprise : 1 - surprise;
      calibration = recalibrate(calibration, { logit, right, expected });
      suspicions = suspicions.map((before, drop) => suspicionAfter(before, { right, expected, drop }));
      for (const masses of [unchanged, ...changed]) scale(masses, window, 1 / surprise);
      if (answers % SPREAD_EVERY === 0) {
        window = windowOf(unchanged);
        for (const masses of [unchanged, ...changed]) spread(masses, window, WANDERING * SPREAD_EVERY);
      }
      const evidence = changed.reduce((sum, masses) => sum + sumOf(masses, window), 0) / DROPS.length;
      if (evidence >= threshold) alarm = alarmFrom(suspicions);
    },
    get alarm() {
      return alarm;
    },
    state: () => ({
      answers,
      calibration,
      unchanged: [...unchanged],
      changed: changed.map((masses) => [...masses]),
      suspicions: [...suspicions],
      alarm,
    }),
  };
}

/** A prediction that is none counts as even: the baseline learns the rest. */
function logitOf(predicted: number | null): number {
  if (predicted === null || Number.isNaN(predicted)) return 0;
  const likely = Math.min(1 - PREDICTED_MIN, Math.max(PREDICTED_MIN, predicted));
  return Math.log(likely / (1 - likely));
}

type Step = { readonly odds: number; readonly right: boolean; readonly window: Window };

/** Masses, and what is added to them first, times the chance of the answer at each baseline. */
function advance(masses: Float64Array, added: Float64Array | null, { odds, right, window }: Step): void {
  for (let point = window.from; point < window.to; point++) {
    const own = odds * (ODDS_FACTORS[point] ?? 1);
    const before = (masses[point] ?? 0) + (added?.[point] ?? 0);
    masses[point] = (before * (right ? own : 1)) / (1 + own);
  }
}

/** Answers since this drop looked likelier than none (Page's CUSUM): not the test, but when it began. */
export type Suspicion = {
  readonly evidence: number;
  readonly answers: number;
  readonly right: number;
  readonly expected: number;
};

const NOTHING: Suspicion = { evidence: 0, answers: 0, right: 0, expected: 0 };

type Surprise = { readonly right: boolean; readonly expected: number; readonly drop: number };

function suspicionAfter(before: Suspicion, { right, expected, drop }: Surprise): Suspicion {
  const factor = DROP_FACTORS[drop] ?? 1;
  const rest = 1 - expected + expected * factor;
  const evidence = before.evidence + Math.log((right ? factor : 1) / rest);
  if (evidence <= 0) return NOTHING;
  return {
    evidence,
    answers: before.answers + 1,
    right: before.right + Number(right),
    expected: before.expected + expected,
  };
}

function alarmFrom(suspicions: readonly Suspicion[]): DriftAlarm {
  const likeliest = suspicions.reduce((one, other) => (other.evidence > one.evidence ? other : one));
  const answers = Math.max(1, likeliest.answers);
  return {
    answersSince: answers,
    rightShare: likeliest.right / answers,
    expectedShare: likeliest.expected / answers,
  };
}
