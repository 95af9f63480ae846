/** A change of what is hashed, counted or scaled is a new version: policies learnt on another one are refused. */
export const FEATURE_VERSION = "1";
/** Signed hashes of word uni- and bigrams and character 5-grams fall into this many bins. */
export const HASH_BINS = 4096;

/** One request as numbers. Sparse part: `bins` ascending and unique, `values` beside them, Euclidean length 1 (or all empty). */
export type Features = {
  readonly family: string | null;
  readonly origin: string | null;
  readonly bins: Uint16Array;
  readonly values: Float32Array;
  /** Shape of the request, one number per name of `DENSE_NAMES`, each roughly within [-1, 1]. */
  readonly dense: Float32Array;
  /** Characters / 3.8 of text and system prompt: what input cost is estimated from. */
  readonly inputTokensEstimate: number;
};

/** A request nothing is known of. */
export const NO_FEATURES: Features = {
  family: null,
  origin: null,
  bins: new Uint16Array(),
  values: new Float32Array(),
  dense: new Float32Array(),
  inputTokensEstimate: 0,
};
