import { expect, test } from "vitest";
import { solveSharedRidge } from "./solve-shared-ridge.ts";
import { sparseRows } from "./sparse-rows.ts";

const INPUTS = [0.5, -1, 2, 0, 1.5, -0.5];
const TARGETS = [1, -0.4, 2.2, 0.3, 1.4, Number.NaN];
/** One column and the constant. */
const matrix = sparseRows(
  Int32Array.from(INPUTS, () => 2),
  (row, put) => {
    put(0, INPUTS[row]!);
    put(1, 1);
  },
);

test("one output is plain ridge regression, unknown targets left out and the constant free", () => {
  const penalty = { shared: 2, own: 3 };
  const weights = solveSharedRidge({
    matrix,
    dimensions: 2,
    outputs: 1,
    target: Float64Array.from(TARGETS),
    penalty,
  });
  const slope = closedForm((penalty.shared * penalty.own) / (penalty.shared + penalty.own));
  // Solved to about a hundredth: left-out rows cannot tell finer.
  expect(weights[0]! / slope).toBeCloseTo(1, 1);
  expect(weights[1]).toBeCloseTo(mean(TARGETS.slice(0, 5)) - slope * mean(INPUTS.slice(0, 5)), 1);
});

test("an output without targets takes over what the others share", () => {
  const target = Float64Array.from(TARGETS.flatMap((value) => [value, Number.NaN]));
  const penalty = { shared: 0.1, own: 1e6 };
  const weights = solveSharedRidge({ matrix, dimensions: 2, outputs: 2, target, penalty });
  expect(weights[0]).toBeCloseTo(closedForm(0.2), 2);
  expect(weights[1]).toBeCloseTo(weights[0]!, 4);
});

/** Σ(x − x̄)(y − ȳ) / (Σ(x − x̄)² + penalty) over the known targets. */
function closedForm(penalty: number): number {
  const known = INPUTS.slice(0, 5).map((x, at) => ({
    x: x - mean(INPUTS.slice(0, 5)),
    y: TARGETS[at]! - mean(TARGETS.slice(0, 5)),
  }));
  const product = known.reduce((sum, { x, y }) => sum + x * y, 0);
  return product / (known.reduce((sum, { x }) => sum + x * x, 0) + penalty);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
