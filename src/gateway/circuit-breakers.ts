import { CircuitBreaker, type BreakerOptions } from "./circuit-breaker.ts";

/** One circuit breaker per expert, made when it is first asked for. */
export class CircuitBreakers {
  readonly #options: BreakerOptions;
  readonly #byExpert = new Map<string, CircuitBreaker>();

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  of(expert: string): CircuitBreaker {
    const known = this.#byExpert.get(expert);
    if (known !== undefined) return known;
    const made = new CircuitBreaker(this.#options);
    this.#byExpert.set(expert, made);
    return made;
  }
}
