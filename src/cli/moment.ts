import { UsageError } from "./failure.ts";

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** A point in time as a person writes it: `2026-11-23`, `2026-11-23T10:00Z`, or `2h`, `7d` ago. */
export function momentUs(text: string, nowMs: number): number {
  const ago = /^(?<count>\d{1,6})(?<unit>[mhdw])$/u.exec(text)?.groups;
  if (ago !== undefined) {
    return (nowMs - Number(ago["count"]) * unitMs(ago["unit"])) * 1_000;
  }
  const atMs = /^\d{4}-\d{2}-\d{2}/u.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) {
    throw new UsageError(
      `--since cannot be ${JSON.stringify(text)}; give a date (2026-11-23) or how long ago (30m, 2h, 7d)`,
    );
  }
  return atMs * 1_000;
}

function unitMs(unit: string | undefined): number {
  return unit === "m" || unit === "h" || unit === "d" || unit === "w" ? UNITS[unit] : 0;
}
