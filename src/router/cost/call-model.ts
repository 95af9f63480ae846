import { z } from "zod";
import { DENSE_NAMES } from "../features/shape.ts";
import type { Features } from "../features/features.ts";
import { cell } from "../learner/outcome-table.ts";
import type { OutcomeTable } from "../learner/outcome-table.ts";
import { solveSymmetric } from "../sequential/solve-symmetric.ts";
import { decodeFloats, encodeFloats, floatBlock, parseState } from "../success/float-block.ts";
import { deviationsOf, fitShapeScale, readShapeScale, writeShapeScale } from "../success/shape-scale.ts";
import type { ShapeScale } from "../success/shape-scale.ts";

/** Expects what a call takes of each expert, in USD or in milliseconds. Immutable; `predict` allocates nothing. */
export type CallModel = {
  /** Writes the expected amount per expert; NaN for an expert whose amounts are not known. */
  predict(features: Features, into: Float64Array): void;
  state(): unknown;
};

/** Below it the mean says as much as a curve. */
const ROWS_MIN = 30;
/** Strength of the pull towards the mean, in rows. */
const PENALTY = 10;
const EXPERTS_MAX = 1_000;
/** Constant, log of the input tokens, shape. */
const WIDTH = 2 + DENSE_NAMES.length;
/** Per expert: the weights, then the mean, then the least and the most that is believed. */
const STRIDE = WIDTH + 3;

const schema = z.strictObject({
  experts: z.int().min(1).max(EXPERTS_MAX),
  shape: floatBlock,
  weights: z.array(floatBlock.nullable()).max(EXPERTS_MAX),
});

type Weights = readonly (Float32Array | null)[];

/**
 * Log-linear in tokens and shape, because costs and times are products and their errors grow with them. The mean of the
 * exponentials is corrected to the mean that was seen (a smearing factor, Duan 1983); with few rows, or amounts of nothing, the mean alone.
 */
export function fitCallModel(
  table: OutcomeTable,
  rows: Int32Array,
  amounts: OutcomeTable["costUsd" | "latencyMs"],
): CallModel {
  const shape = fitShapeScale(table, rows);
  const inputs = Float64Array.from({ length: rows.length * WIDTH });
  rows.forEach((row, at) =>
    writeInputs(shape, table.questions[row]!.features, inputs.subarray(at * WIDTH, (at + 1) * WIDTH)),
  );
  const weights = table.experts.map((_, expert) =>
    fitExpert(
      inputs,
      Float64Array.from(rows, (row) => amounts[cell(table, row, expert)]!),
    ),
  );
  return callModel(shape, weights);
}

/** Throws `invalid_policy` when the state is not a call model's. */
export function restoreCallModel(state: unknown): CallModel {
  const { shape, weights } = parseState(schema, state);
  return callModel(
    readShapeScale(shape),
    weights.map((block) => (block === null ? null : decodeFloats(block, STRIDE))),
  );
}

function writeInputs(shape: ShapeScale, { dense, inputTokensEstimate }: Features, into: Float64Array): void {
  into[0] = 1;
  into[1] = Math.log1p(inputTokensEstimate);
  for (let at = 0; at < DENSE_NAMES.length; at++) into[2 + at] = deviationsOf(shape, at, dense[at]!);
}

/** `null` when nothing is known of the expert. */
function fitExpert(inputs: Float64Array, amounts: Float64Array): Float32Array | null {
  const known = Int32Array.from(amounts.keys()).filter((at) => !Number.isNaN(amounts[at]!));
  if (known.length === 0) return null;
  const seen = known.reduce((sum, at) => sum + amounts[at]!, 0) / known.length;
  const least = known.reduce((low, at) => Math.min(low, amounts[at]!), Infinity);
  const most = known.reduce((high, at) => Math.max(high, amounts[at]!), 0);
  const weights = new Float32Array(STRIDE);
  weights.set([seen, least, most], WIDTH);
  if (known.length < ROWS_MIN || least <= 0) return weights;
  const solved = solveLogs(inputs, amounts, known);
  const expected =
    known.reduce((sum, at) => sum + Math.exp(product(inputs, at * WIDTH, solved)), 0) / known.length;
  solved[0]! += Math.log(seen / expected);
  weights.set(solved);
  return weights;
}

function solveLogs(inputs: Float64Array, amounts: Float64Array, known: Int32Array): Float64Array {
  const matrix = new Float64Array(WIDTH * WIDTH);
  const side = new Float64Array(WIDTH);
  const middle = known.reduce((sum, at) => sum + Math.log(amounts[at]!), 0) / known.length;
  for (const at of known) {
    const base = at * WIDTH;
    for (let row = 0; row < WIDTH; row++) {
      side[row]! += inputs[base + row]! * (Math.log(amounts[at]!) - middle);
      for (let column = 0; column <= row; column++)
        matrix[row * WIDTH + column]! += inputs[base + row]! * inputs[base + column]!;
    }
  }
  for (let row = 1; row < WIDTH; row++) matrix[row * WIDTH + row]! += PENALTY;
  solveSymmetric(matrix, [side]);
  side[0]! += middle;
  return side;
}

function product(inputs: Float64Array, base: number, weights: Float64Array | Float32Array): number {
  let sum = 0;
  for (let at = 0; at < WIDTH; at++) sum += inputs[base + at]! * weights[at]!;
  return sum;
}

function callModel(shape: ShapeScale, weights: Weights): CallModel {
  const inputs = new Float64Array(WIDTH);
  return {
    predict(features, into) {
      writeInputs(shape, features, inputs);
      for (let expert = 0; expert < weights.length; expert++)
        into[expert] = amountOf(weights[expert]!, inputs);
    },
    state: () => ({
      experts: weights.length,
      shape: writeShapeScale(shape),
      weights: weights.map((own) => own && encodeFloats(own)),
    }),
  };
}

/** Never far outside of what was seen: a curve says nothing there. */
function amountOf(weights: Float32Array | null, inputs: Float64Array): number {
  if (weights === null) return Number.NaN;
  const mean = weights[WIDTH]!;
  // No curve was fitted: its constant is a log of an amount, never exactly 0.
  if (weights[0] === 0) return mean;
  const expected = Math.exp(product(inputs, 0, weights));
  return Math.min(2 * weights[WIDTH + 2]!, Math.max(weights[WIDTH + 1]! / 2, expected));
}
