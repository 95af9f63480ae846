const LOGIT_MAX = 8;
const MEAN_MARGIN = 0.02;

/** Strictly between 0 and 1. */
export function logistic(score: number): number {
  return 1 / (1 + Math.exp(-Math.min(LOGIT_MAX, Math.max(-LOGIT_MAX, score))));
}

export function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}

/** A share kept away from 0 and 1, where log-odds run away. */
export function boundedShare(share: number): number {
  return Math.min(1 - MEAN_MARGIN, Math.max(MEAN_MARGIN, share));
}

/**
 * Turns linear predictions of a share into log-odds around the expert's mean m: logit(m) + (p − m) / (m(1 − m)). Monotone where
 * clipping p to [0, 1] would lose the order. In place, row-major.
 */
export function toLogOdds(predictions: Float64Array, means: Float64Array): void {
  const experts = means.length;
  for (let at = 0; at < predictions.length; at += experts) {
    for (let expert = 0; expert < experts; expert++) {
      const mean = means[expert]!;
      predictions[at + expert] =
        Math.log(mean / (1 - mean)) + (predictions[at + expert]! - mean) / (mean * (1 - mean));
    }
  }
}
