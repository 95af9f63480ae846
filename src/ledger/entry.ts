import type { AppError } from "../core/app-error.ts";
import type { Outcome } from "../core/outcome.ts";
import type { RequestRecord } from "../core/request-record.ts";

/** What is appended: a whole request, or an outcome that came later. */
export type LedgerEntry =
  | { readonly type: "request"; readonly record: RequestRecord }
  | { readonly type: "outcome"; readonly outcome: Outcome };

/** An entry of a group that was not recorded. */
export type EntryFailure = { readonly index: number; readonly error: AppError };
