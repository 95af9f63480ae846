/** How an expert of our own is used right now. */
export type Load = { readonly inFlight: number; readonly capacity: number };

/** Small steps: a burst of a few requests says little about the load. */
const STEP = 0.001;
/** Success points that load may weigh at most, for a full expert and for an idle one. */
const FULL_MAX = -0.05;
const IDLE_MAX = 0.02;

/**
 * Balances without a term in the objective, by DeepSeek-V3's rule (arXiv 2412.19437, section 2.1.2) on whole models: a
 * bias that only moves the choice falls by a step at each decision that finds the expert full and rises by one when more
 * than half of it is idle.
 */
export function nextLoadBias(bias: number, { inFlight, capacity }: Load): number {
  if (inFlight >= capacity) return Math.max(FULL_MAX, bias - STEP);
  return inFlight < capacity / 2 ? Math.min(IDLE_MAX, bias + STEP) : bias;
}
