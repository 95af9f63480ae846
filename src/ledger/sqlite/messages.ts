import { AppError, type ErrorCode } from "../../core/app-error.ts";
import type { LedgerEntry } from "../entry.ts";
import type { OperationName } from "../operations.ts";

/** What the main thread asks the worker to do. The worker answers in order. */
export type Command =
  | { readonly type: "write"; readonly entries: readonly LedgerEntry[] }
  | { readonly type: "operate"; readonly name: OperationName; readonly argument: unknown }
  | { readonly type: "verify" }
  | { readonly type: "close" };

export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: PlainError };

/** An AppError as it crosses threads, where a class would lose its fields. */
export type PlainError = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | null;
  readonly retryable: boolean;
};

export type PlainFailure = { readonly index: number; readonly error: PlainError };

export function plainError({ code, message, hint, retryable }: AppError): PlainError {
  return { code, message, hint: hint ?? null, retryable };
}

export function appError({ code, message, hint, retryable }: PlainError): AppError {
  return new AppError(code, message, { retryable, ...(hint === null ? {} : { hint }) });
}
