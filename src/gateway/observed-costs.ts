/** Weight of the newest request in the running mean: about the last 50 requests count. */
const NEWEST_WEIGHT = 0.02;

/** What a request to each expert cost lately: the policies' plain prediction of the next one's cost. */
export class ObservedCosts {
  readonly #mean = new Map<string, number>();

  /** Nano-dollars, `null` until the expert has answered once with a known price. */
  meanNanoUsd(expert: string): number | null {
    return this.#mean.get(expert) ?? null;
  }

  saw(expert: string, nanoUsd: number): void {
    const mean = this.#mean.get(expert);
    this.#mean.set(expert, mean === undefined ? nanoUsd : mean + NEWEST_WEIGHT * (nanoUsd - mean));
  }
}
