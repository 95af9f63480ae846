/** Weight of the newest request in the running mean once there are many: about the last 50 count. */
const NEWEST_WEIGHT = 0.02;

type Mean = { requests: number; nanoUsd: number };

/** What a request to each expert cost lately: the policies' plain prediction of the next one's cost. */
export class ObservedCosts {
  readonly #means = new Map<string, Mean>();

  /** Nano-dollars, `null` until the expert has answered once with a known price. */
  meanNanoUsd(expert: string): number | null {
    return this.#means.get(expert)?.nanoUsd ?? null;
  }

  /** The first ones count alike: one dear first answer must not keep an expert from ever being asked again. */
  saw(expert: string, nanoUsd: number): void {
    const mean = this.#means.get(expert) ?? { requests: 0, nanoUsd: 0 };
    mean.requests += 1;
    mean.nanoUsd += Math.max(NEWEST_WEIGHT, 1 / mean.requests) * (nanoUsd - mean.nanoUsd);
    this.#means.set(expert, mean);
  }
}
