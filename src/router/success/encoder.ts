import { z } from "zod";
import { HASH_BINS } from "../features/features.ts";
import type { Features } from "../features/features.ts";
import { DENSE_NAMES } from "../features/shape.ts";
import type { OutcomeTable } from "../learner/outcome-table.ts";
import { floatBlock } from "./float-block.ts";
import { deviationsOf, fitShapeScale, readShapeScale, writeShapeScale } from "./shape-scale.ts";
import type { ShapeScale } from "./shape-scale.ts";
import { sparseRows } from "./sparse-rows.ts";
import type { SparseRows } from "./sparse-rows.ts";

/**
 * Turns features into one linear vector: hashes of length one, standardised shape, one place per known family and origin,
 * and a constant. What it scales by was learnt from the rows it was fitted on. Weighing hashes by how rare they are (idf) was
 * measured and orders no better.
 */
export type Encoder = {
  readonly shape: ShapeScale;
  readonly families: readonly string[];
  readonly origins: readonly string[];
};

/** Weights beside the hashes' length of one; shape speaks softly because few questions fit it closely. */
const DENSE_WEIGHT = 0.1;
const NAME_WEIGHT = 0.7;
/** Names come from clients: only the most frequent ones get a place. */
const NAMES_MAX = 500;
const NAME_ROWS_MIN = 2;

/** Places of the vector; the constant is the last. */
export function dimensionsOf(encoder: Encoder): number {
  return HASH_BINS + DENSE_NAMES.length + encoder.families.length + encoder.origins.length + 1;
}

export function fitEncoder(table: OutcomeTable, rows: Int32Array): Encoder {
  const featuresOf = (row: number) => table.questions[row]!.features;
  return {
    shape: fitShapeScale(table, rows),
    families: frequentNames(Array.from(rows, (row) => featuresOf(row).family)),
    origins: frequentNames(Array.from(rows, (row) => featuresOf(row).origin)),
  };
}

function frequentNames(names: readonly (string | null)[]): readonly string[] {
  const seen = new Map<string, number>();
  for (const name of names) if (name !== null) seen.set(name, (seen.get(name) ?? 0) + 1);
  return [...seen]
    .filter(([, count]) => count >= NAME_ROWS_MIN)
    .toSorted(([left, many], [right, more]) => more - many || (left < right ? -1 : 1))
    .slice(0, NAMES_MAX)
    .map(([name]) => name);
}

/** The rows as a sparse matrix of `dimensionsOf(encoder)` columns. */
export function encodeRows(encoder: Encoder, table: OutcomeTable, rows: Int32Array): SparseRows {
  const places = placesOf(encoder);
  const lengths = rows.map((row) => table.questions[row]!.features.bins.length);
  return sparseRows(
    lengths.map((length) => length + DENSE_NAMES.length + 3),
    (index, put) => {
      const features = table.questions[rows[index]!]!.features;
      features.bins.forEach((bin, at) => put(bin, features.values[at]!));
      features.dense.forEach((value, at) =>
        put(HASH_BINS + at, DENSE_WEIGHT * deviationsOf(encoder.shape, at, value)),
      );
      const family = features.family === null ? undefined : places.families.get(features.family);
      const origin = features.origin === null ? undefined : places.origins.get(features.origin);
      if (family !== undefined) put(family, NAME_WEIGHT);
      if (origin !== undefined) put(origin, NAME_WEIGHT);
      put(places.constant, 1);
    },
  );
}

/** Computes the product of one question's vector with weights (row-major, `outputs` per place) without making the vector. */
export function vectorProduct(
  encoder: Encoder,
  weights: Float32Array,
  outputs: number,
): (features: Features, into: Float64Array) => void {
  const places = placesOf(encoder);
  const add = (place: number, amount: number, into: Float64Array) => {
    for (let k = 0, from = place * outputs; k < outputs; k++) into[k]! += amount * weights[from + k]!;
  };
  return (features, into) => {
    const { bins, values, dense } = features;
    into.fill(0);
    for (let at = 0; at < bins.length; at++) add(bins[at]!, values[at]!, into);
    for (let at = 0; at < dense.length; at++)
      add(HASH_BINS + at, DENSE_WEIGHT * deviationsOf(encoder.shape, at, dense[at]!), into);
    const family = features.family === null ? undefined : places.families.get(features.family);
    const origin = features.origin === null ? undefined : places.origins.get(features.origin);
    if (family !== undefined) add(family, NAME_WEIGHT, into);
    if (origin !== undefined) add(origin, NAME_WEIGHT, into);
    add(places.constant, 1, into);
  };
}

function placesOf(encoder: Encoder) {
  const start = HASH_BINS + DENSE_NAMES.length;
  return {
    families: numbered(encoder.families, start),
    origins: numbered(encoder.origins, start + encoder.families.length),
    constant: dimensionsOf(encoder) - 1,
  };
}

function numbered(list: readonly string[], from: number): ReadonlyMap<string, number> {
  return new Map(list.map((name, at) => [name, from + at]));
}

const names = z.array(z.string()).max(NAMES_MAX);

export const encoderSchema = z.strictObject({
  shape: floatBlock,
  families: names,
  origins: names,
});

export function writeEncoder(encoder: Encoder): z.infer<typeof encoderSchema> {
  return {
    shape: writeShapeScale(encoder.shape),
    families: [...encoder.families],
    origins: [...encoder.origins],
  };
}

export function readEncoder(state: z.infer<typeof encoderSchema>): Encoder {
  return {
    ...state,
    shape: readShapeScale(state.shape),
  };
}
