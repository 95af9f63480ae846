import type { Expert } from "../experts/expert.ts";
import { nextLoadBias } from "../router/load-bias.ts";

type Use = { inFlight: number; shadows: number; bias: number };

/** How many calls are at work at each expert, and how that speaks for or against the next one. */
export class ExpertLoad {
  readonly #uses = new Map<string, Use>();

  /** Returns what ends the call, to be called once. Shadow runs take room, but move no client elsewhere. */
  begin(expert: string, shadow = false): () => void {
    const use = this.#of(expert);
    const kind = shadow ? "shadows" : "inFlight";
    use[kind] += 1;
    return () => {
      use[kind] -= 1;
    };
  }

  /** Whether one more call would find a free place, as far as we can know. */
  hasRoom({ name, capacity }: Expert): boolean {
    const { inFlight, shadows } = this.#of(name);
    return capacity === undefined || inFlight + shadows < capacity;
  }

  /** Success points for the decision at hand; each call is a decision that has seen the load. */
  nextBias({ name, capacity }: Expert): number {
    if (capacity === undefined) return 0;
    const use = this.#of(name);
    use.bias = nextLoadBias(use.bias, { inFlight: use.inFlight, capacity });
    return use.bias;
  }

  #of(expert: string): Use {
    const known = this.#uses.get(expert);
    if (known !== undefined) return known;
    const use = { inFlight: 0, shadows: 0, bias: 0 };
    this.#uses.set(expert, use);
    return use;
  }
}
