import { multiply, multiplyTransposed } from "./sparse-rows.ts";
import type { SparseRows } from "./sparse-rows.ts";

/**
 * Linear regressions of several outputs that have something in common: output k's weights are w + v_k, with penalty
 * `shared`·outputs·|w|² + `own`·Σ|v_k|² (regularised multi-task learning, Evgeniou & Pontil 2004). The last column is the constant: each
 * output has its own, free of penalty. Unknown targets (NaN) are left out.
 */
export type SharedRidge = {
  readonly matrix: SparseRows;
  readonly dimensions: number;
  readonly outputs: number;
  /** Row-major, `outputs` per row. */
  readonly target: Float64Array;
  readonly penalty: Penalty;
};

export type Penalty = { readonly shared: number; readonly own: number };

const STEPS_MAX = 60;
const TOLERANCE = 1e-2;

/** Weights of every output (w + v_k), `outputs` per column. Conjugate gradients with a diagonal preconditioner. */
export function solveSharedRidge(problem: SharedRidge): Float32Array {
  const { dimensions, outputs, target } = problem;
  // One more output than there are: the last is w, so that a step is one vector.
  const stride = outputs + 1;
  const apply = normalOperator(problem);
  const scale = preconditioner(problem);
  const solution = new Float64Array(dimensions * stride);
  const residual = apply.transposed(Float64Array.from(target, (value) => (Number.isNaN(value) ? 0 : value)));
  const scaled = residual.map((value, at) => value * scale[at]!);
  const direction = Float64Array.from(scaled);
  let energy = dot(residual, scaled);
  const enough = energy * TOLERANCE ** 2;
  for (let step = 0; step < STEPS_MAX && energy > enough; step++) {
    const image = apply.normal(direction);
    const length = energy / dot(direction, image);
    for (let at = 0; at < solution.length; at++) {
      solution[at]! += length * direction[at]!;
      residual[at]! -= length * image[at]!;
      scaled[at] = residual[at]! * scale[at]!;
    }
    const before = energy;
    energy = dot(residual, scaled);
    for (let at = 0; at < solution.length; at++)
      direction[at] = scaled[at]! + (energy / before) * direction[at]!;
  }
  return summed(solution, dimensions, outputs);
}

/** (XᵀMX + penalty) in the coordinates (v_1 … v_K, w) per column, M masking unknown targets. */
function normalOperator(problem: SharedRidge) {
  const { matrix, dimensions, outputs, target, penalty } = problem;
  const stride = outputs + 1;
  const weights = new Float64Array(dimensions * outputs);
  const gradient = new Float64Array(dimensions * outputs);
  const fitted = new Float64Array(target.length);
  const spread = (amounts: Float64Array): Float64Array => {
    multiplyTransposed(matrix, { amounts, outputs }, gradient);
    const into = new Float64Array(dimensions * stride);
    for (let column = 0; column < dimensions; column++) {
      let sum = 0;
      for (let k = 0; k < outputs; k++) {
        const value = gradient[column * outputs + k]!;
        into[column * stride + k] = value;
        sum += value;
      }
      if (column < dimensions - 1) into[column * stride + outputs] = sum;
    }
    return into;
  };
  return {
    transposed: spread,
    normal(vector: Float64Array): Float64Array {
      for (let column = 0; column < dimensions; column++) {
        const shared = vector[column * stride + outputs]!;
        for (let k = 0; k < outputs; k++)
          weights[column * outputs + k] = vector[column * stride + k]! + shared;
      }
      multiply(matrix, { weights, outputs }, fitted);
      for (let at = 0; at < target.length; at++) if (Number.isNaN(target[at]!)) fitted[at] = 0;
      const into = spread(fitted);
      for (let column = 0; column < dimensions - 1; column++) {
        const base = column * stride;
        for (let k = 0; k < outputs; k++) into[base + k]! += penalty.own * vector[base + k]!;
        into[base + outputs]! += penalty.shared * outputs * vector[base + outputs]!;
      }
      return into;
    },
  };
}

/** 1 / diagonal of the operator, with each column's squares taken over all rows. */
function preconditioner(problem: SharedRidge): Float64Array {
  const { matrix, dimensions, outputs, penalty } = problem;
  const squares = new Float64Array(dimensions);
  matrix.column.forEach((column, at) => {
    squares[column]! += matrix.value[at]! ** 2;
  });
  const stride = outputs + 1;
  return Float64Array.from({ length: dimensions * stride }, (_, at) => {
    const column = Math.floor(at / stride);
    const constant = column === dimensions - 1;
    if (at % stride === outputs) return constant ? 0 : 1 / (outputs * (squares[column]! + penalty.shared));
    return 1 / (squares[column]! + (constant ? 0 : penalty.own));
  });
}

function summed(solution: Float64Array, dimensions: number, outputs: number): Float32Array {
  const stride = outputs + 1;
  return Float32Array.from({ length: dimensions * outputs }, (_, at) => {
    const base = Math.floor(at / outputs) * stride;
    return solution[base + (at % outputs)]! + solution[base + outputs]!;
  });
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += left[at]! * right[at]!;
  return sum;
}
