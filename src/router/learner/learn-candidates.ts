import type { SuccessModelKind } from "../success/success-model.ts";
import { fitComponent } from "./fit-component.ts";
import type { FittedComponent } from "./fit-component.ts";
import type { OutcomeTable } from "./outcome-table.ts";
import { spendingOf } from "./spending.ts";
import type { Spending } from "./spending.ts";
import type { PolicyObjective } from "./policy-artefact.ts";
import { splitRows } from "./split-rows.ts";

export type CandidateOptions = {
  readonly reference: string;
  readonly objective: PolicyObjective;
  readonly callsMax: number;
  readonly kind: SuccessModelKind;
  readonly seed: number;
  /** Rows kept for judging alone; `null`: parts take turns, so that every row judges what was learnt without it. */
  readonly validationShare: number | null;
};

/** Candidate policies, one per λ from the safest to the cheapest; nothing about them was chosen on the judged rows. */
export type Candidates = {
  readonly lambdas: readonly number[];
  readonly components: readonly (FittedComponent & {
    readonly rowsLearnt: number;
    /** Rows that judge this component: it was learnt without them. */
    readonly judged: Int32Array;
  })[];
  readonly spending: Spending;
};

/** Many rows prove enough when halves judge each other; few are learnt from four fifths at a time. */
const PARTS_OF_FEW = 5;
const FEW_ROWS = 3_000;
/** Share right that the reference's mean cost has to bring; declared before any data is seen. */
const LAMBDAS = [
  0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.05, 0.06, 0.07, 0.08, 0.1, 0.12, 0.15, 0.18, 0.22,
  0.27, 0.33, 0.4, 0.5, 0.7, 1, 1.5,
];
/** Where no cost is known: share right that one more call has to bring. */
const LAMBDAS_PER_CALL = [0.002, 0.005, 0.01, 0.02];

export function learnCandidates(
  table: OutcomeTable,
  rows: Int32Array,
  options: CandidateOptions,
): Candidates {
  const { objective, seed, validationShare } = options;
  const reference = table.experts.indexOf(options.reference);
  const spending = spendingOf(table, objective);
  // A price per correct answer is its own λ: there is nothing to choose.
  const lambdas =
    objective.type === "weigh" ? [1 / objective.usdPerCorrect] : spending.known ? LAMBDAS : LAMBDAS_PER_CALL;
  const count = rows.length <= FEW_ROWS ? PARTS_OF_FEW : 2;
  const shares =
    validationShare === null
      ? Array.from({ length: count }, () => 1)
      : [validationShare, 1 - validationShare];
  const parts = splitRows(table, rows, { shares, seed });
  const judges = validationShare === null ? parts : parts.slice(0, 1);
  const components = judges
    .filter(({ length }) => length > 0)
    .map((judged) => {
      const out = new Set(judged);
      const learnt = rows.filter((row) => !out.has(row));
      const fitted = fitComponent(table, learnt, {
        ...options,
        reference,
        spending,
        lambdas: (unitUsd) => (objective.type === "weigh" ? [unitUsd / objective.usdPerCorrect] : lambdas),
      });
      return { ...fitted, judged, rowsLearnt: learnt.length };
    });
  return { lambdas, components, spending };
}
