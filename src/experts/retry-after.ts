export type RetryHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A provider that asks for more than a day means "not today"; clients need not see a larger number. */
const RETRY_AFTER_MS_MAX = 86_400_000;

/** What `retry-after-ms` or `retry-after` (seconds or an HTTP date) asks for; `null` when neither says. */
export function retryAfterMs(headers: RetryHeaders, nowMs: number): number | null {
  const milliseconds = numberOf(headers["retry-after-ms"]);
  if (milliseconds !== null) return clamp(milliseconds);
  const seconds = numberOf(headers["retry-after"]);
  if (seconds !== null) return clamp(seconds * 1000);
  const date = Date.parse(textOf(headers["retry-after"]) ?? "");
  return Number.isNaN(date) ? null : clamp(date - nowMs);
}

function numberOf(value: string | readonly string[] | undefined): number | null {
  const text = textOf(value)?.trim() ?? "";
  return /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) : null;
}

function textOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === "string" ? value : value?.[0];
}

function clamp(milliseconds: number): number {
  return Math.min(RETRY_AFTER_MS_MAX, Math.max(0, Math.round(milliseconds)));
}
