import { AppError } from "../core/app-error.ts";
import type { EntryFailure, LedgerEntry } from "./entry.ts";

/** `strict`: an append resolves when committed. `batched`: at once, committed within 50 ms. */
export type LedgerMode = "strict" | "batched";

export type GroupWrite = (entries: readonly LedgerEntry[]) => Promise<readonly EntryFailure[]>;

export type GroupCommit = {
  append(entry: LedgerEntry): Promise<void>;
  /** Resolves once everything appended before this call is committed or has failed. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

/** Entries that may wait while the database is slow; beyond it an append is refused, so memory stays bounded. */
export const QUEUE_ENTRIES_MAX = 20_000;
export const QUEUE_CHARS_MAX = 128 * 1024 * 1024;
/** With more than this waiting, `batched` appends wait for their commit too: callers slow down before one is refused. */
const UNAWAITED_ENTRIES_MAX = 5_000;
/** Keeps one transaction short, so that another process's writes get their turn. */
export const GROUP_ENTRIES_MAX = 1_000;
/** Leaves half of the promised 50 ms for the commit itself. */
const BATCH_DELAY_MS = 25;
/** What a record without stored texts takes, roughly. */
const ENTRY_CHARS = 2_000;

type Waiting = {
  readonly entry: LedgerEntry;
  readonly chars: number;
  readonly settle: ((error: AppError | null) => void) | null;
};

/** Collects appends while one group is being written, so that a commit is shared by all who wait for one. */
export function createGroupCommit(write: GroupWrite, mode: LedgerMode): GroupCommit {
  return new Groups(write, mode);
}

class Groups implements GroupCommit {
  readonly #write: GroupWrite;
  readonly #mode: LedgerMode;
  #queue: Waiting[] = [];
  #queueChars = 0;
  #appended = 0;
  #settled = 0;
  #writing: Promise<void> | null = null;
  #scheduled = false;
  #closed = false;
  /** A loss in `batched` mode that no caller has been told of yet. */
  #unreported: AppError | null = null;

  constructor(write: GroupWrite, mode: LedgerMode) {
    this.#write = write;
    this.#mode = mode;
  }

  append(entry: LedgerEntry): Promise<void> {
    const chars = charsOf(entry);
    const refusal = this.#refusal(chars);
    if (refusal) return Promise.reject(refusal);
    this.#appended++;
    this.#queueChars += chars;
    if (this.#mode === "batched" && this.#queue.length < UNAWAITED_ENTRIES_MAX) {
      this.#queue.push({ entry, chars, settle: null });
      this.#schedule();
      return Promise.resolve();
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#queue.push({ entry, chars, settle: (error) => (error ? reject(error) : resolve()) });
    this.#schedule();
    return promise;
  }

  async flush(): Promise<void> {
    const target = this.#appended;
    while (this.#settled < target) {
      this.#send();
      // oxlint-disable-next-line no-await-in-loop -- groups are written one after the other
      await this.#writing;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.flush();
    const lost = this.#takeUnreported();
    if (lost) throw lost;
  }

  #refusal(chars: number): AppError | null {
    if (this.#closed) return new AppError("ledger_unavailable", "The ledger is closed.");
    const full = this.#queue.length >= QUEUE_ENTRIES_MAX || this.#queueChars + chars > QUEUE_CHARS_MAX;
    if (full && this.#queue.length > 0) {
      return new AppError("ledger_unavailable", `${this.#queue.length} records wait for the ledger.`, {
        hint: "The ledger's disk or database is slower than the traffic; look at its load.",
      });
    }
    return this.#takeUnreported();
  }

  #takeUnreported(): AppError | null {
    const lost = this.#unreported;
    this.#unreported = null;
    return lost;
  }

  #schedule(): void {
    if (this.#writing) return;
    if (this.#queue.length >= GROUP_ENTRIES_MAX) {
      this.#send();
    } else if (!this.#scheduled) {
      this.#scheduled = true;
      // One turn of the event loop gathers the appends of every socket read in it.
      if (this.#mode === "strict") setImmediate(() => this.#send());
      else setTimeout(() => this.#send(), BATCH_DELAY_MS);
    }
  }

  #send(): void {
    this.#scheduled = false;
    if (this.#writing || this.#queue.length === 0) return;
    const group = this.#queue.splice(0, GROUP_ENTRIES_MAX);
    for (const { chars } of group) this.#queueChars -= chars;
    this.#writing = this.#commit(group);
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    const errors = await this.#write(group.map(({ entry }) => entry)).then(
      (failures) => new Map(failures.map(({ index, error }) => [index, error])),
      (error: unknown) => new Map(group.map((_, index) => [index, unavailable(error)])),
    );
    this.#settled += group.length;
    for (const [index, { settle }] of group.entries()) {
      const error = errors.get(index) ?? null;
      if (settle) settle(error);
      else if (error) this.#unreported ??= error;
    }
    this.#writing = null;
    if (this.#queue.length === 0) return;
    if (this.#mode === "strict") this.#send();
    else this.#schedule();
  }
}

function unavailable(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError("ledger_unavailable", "The ledger could not commit.", { cause: error });
}

function charsOf(entry: LedgerEntry): number {
  if (entry.type === "outcome") return ENTRY_CHARS + (entry.outcome.comment?.length ?? 0);
  return ENTRY_CHARS + (entry.record.prompt?.length ?? 0) + (entry.record.answer?.length ?? 0);
}
