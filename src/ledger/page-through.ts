import type { RequestRecord } from "../core/request-record.ts";
import type { ExportPage } from "./queries.ts";

/** Streams requests page by page: no lock and no more than a page is held between two records. */
export async function* pageThrough(
  read: (page: ExportPage) => Promise<readonly RequestRecord[]>,
  sinceUs: number | undefined,
): AsyncGenerator<RequestRecord> {
  let after: string | null = null;
  while (true) {
    // oxlint-disable-next-line no-await-in-loop -- a page starts where the one before it ended
    const records: readonly RequestRecord[] = await read({
      after,
      ...(sinceUs === undefined ? {} : { sinceUs }),
    });
    yield* records;
    const newest = records.at(-1);
    if (!newest) return;
    after = newest.id;
  }
}
