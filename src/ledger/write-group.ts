import type { AppError } from "../core/app-error.ts";
import type { EntryFailure, LedgerEntry } from "./entry.ts";

type GroupTarget = {
  /** Writes all entries in one transaction or none. */
  readonly insert: (entries: readonly LedgerEntry[]) => void | Promise<void>;
  /** True when an entry itself is at fault (an outcome of an unknown request), not the database. */
  readonly isEntryFault: (error: unknown) => boolean;
  readonly explain: (error: unknown) => AppError;
};

/** Writes a group; one entry that cannot be written fails alone, the others are committed one by one. */
export async function writeGroup(
  entries: readonly LedgerEntry[],
  target: GroupTarget,
): Promise<readonly EntryFailure[]> {
  try {
    await target.insert(entries);
    return [];
  } catch (error) {
    if (entries.length === 1 || !target.isEntryFault(error)) {
      const explained = target.explain(error);
      return entries.map((_, index) => ({ index, error: explained }));
    }
  }
  const failures: EntryFailure[] = [];
  for (const [index, entry] of entries.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- one connection: there is nothing to run side by side
    const [failure] = await writeGroup([entry], target);
    if (failure) failures.push({ index, error: failure.error });
  }
  return failures;
}
