import * as moment from "../core/moment.ts";
import { UsageError } from "./failure.ts";

/** What `--since` says. */
export function momentUs(text: string, nowMs: number): number {
  const atUs = moment.momentUs(text, nowMs);
  if (!Number.isNaN(atUs)) return atUs;
  throw new UsageError(
    `--since cannot be ${JSON.stringify(text)}; give a date (2026-11-23) or how long ago (30m, 2h, 7d)`,
  );
}
