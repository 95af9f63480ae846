const UNITS_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const AGE = /^(?<count>\d{1,6})(?<unit>[mhdw])$/u;

/** Whether a text is a point in time as a person writes it. */
export function isMoment(text: string): boolean {
  return !Number.isNaN(momentUs(text, 0));
}

/** A point in time as a person writes it: `2026-11-23`, `2026-11-23T10:00Z`, or `2h`, `7d` ago. NaN for anything else. */
export function momentUs(text: string, nowMs: number): number {
  const ago = AGE.exec(text)?.groups;
  if (ago !== undefined) return (nowMs - Number(ago["count"]) * (UNITS_MS[ago["unit"] ?? ""] ?? 0)) * 1_000;
  return (/^\d{4}-\d{2}-\d{2}/u.test(text) ? Date.parse(text) : Number.NaN) * 1_000;
}
