import { DENSE_NAMES } from "../features/shape.ts";
import type { OutcomeTable } from "../learner/outcome-table.ts";
import { decodeFloats, encodeFloats } from "./float-block.ts";

/** How to make a request's shape comparable: numbers in deviations from their mean over the rows learnt from. */
export type ShapeScale = { readonly mean: Float32Array; readonly deviation: Float32Array };

/** A number that hardly varied is not blown up. */
const DEVIATION_MIN = 0.05;
/** A number no row came near says only that it is far. */
const DEVIATIONS_MAX = 4;

export function fitShapeScale(table: OutcomeTable, rows: Int32Array): ShapeScale {
  const sum = new Float64Array(DENSE_NAMES.length);
  const squares = new Float64Array(DENSE_NAMES.length);
  for (const row of rows) {
    table.questions[row]!.features.dense.forEach((value, at) => {
      sum[at]! += value;
      squares[at]! += value * value;
    });
  }
  const count = Math.max(1, rows.length);
  return {
    mean: Float32Array.from(sum, (value) => value / count),
    deviation: Float32Array.from(squares, (square, at) =>
      Math.max(DEVIATION_MIN, Math.sqrt(Math.max(0, square / count - (sum[at]! / count) ** 2))),
    ),
  };
}

/** The number at this place of the shape, in deviations from the mean. */
export function deviationsOf(scale: ShapeScale, at: number, value: number): number {
  const deviations = (value - scale.mean[at]!) / scale.deviation[at]!;
  return Math.min(DEVIATIONS_MAX, Math.max(-DEVIATIONS_MAX, deviations));
}

export function writeShapeScale({ mean, deviation }: ShapeScale): string {
  return encodeFloats(Float32Array.of(...mean, ...deviation));
}

export function readShapeScale(block: string): ShapeScale {
  const both = decodeFloats(block, 2 * DENSE_NAMES.length);
  return { mean: both.slice(0, DENSE_NAMES.length), deviation: both.slice(DENSE_NAMES.length) };
}
