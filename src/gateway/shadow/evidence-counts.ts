import type { LearntCount } from "../../router/policy.ts";

/** Task tags come from clients: of more families than this no evidence is counted, and none is probed. */
const FAMILIES_MAX = 1_000;

/**
 * How many checked answers each expert of a mixture has per family, those on their way included. One that holds no answer
 * counts too: an expert that never says anything would be asked for ever.
 */
export class EvidenceCounts {
  readonly #families = new Map<string | null, Map<string, number>>();

  restore(counts: readonly LearntCount[]): void {
    for (const { task, expert, right, wrong } of counts) this.add({ family: task, expert }, right + wrong);
  }

  add(
    { family, expert }: { readonly family: string | null; readonly expert: string },
    answers: number,
  ): void {
    const known = this.#families.get(family);
    if (known === undefined && this.#families.size >= FAMILIES_MAX) return;
    const counts = known ?? new Map<string, number>();
    counts.set(expert, (counts.get(expert) ?? 0) + answers);
    this.#families.set(family, counts);
  }

  /** An expert that has changed: what it answered before says nothing of what it is now. */
  forget(expert: string): void {
    for (const counts of this.#families.values()) counts.delete(expert);
  }

  /** The first of these experts with fewer answers than wanted, `null` when all have enough. */
  lacking(family: string | null, experts: readonly string[], wanted: number) {
    const counts = this.#families.get(family);
    if (counts === undefined && this.#families.size >= FAMILIES_MAX) return null;
    const expert = experts.find((name) => (counts?.get(name) ?? 0) < wanted);
    return expert === undefined ? null : { expert, answers: counts?.get(expert) ?? 0 };
  }
}
