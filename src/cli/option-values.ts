import { UsageError } from "./failure.ts";

type Range = { readonly min?: number; readonly max?: number };

/** `0.01`, `1pt` and `1%` are all one hundredth; a bare `1` could be one point or all there is, and is refused. */
export function shareOf(flag: string, text: string, range: Required<Range>): number {
  const [, digits, unit] = /^(\d*\.?\d+)\s*(pt|pts|%)?$/u.exec(text.trim()) ?? [];
  const share =
    digits === undefined ? Number.NaN : unit === undefined ? Number(digits) : Number(digits) / 100;
  if (!(share >= range.min && share <= range.max)) {
    const example = range.min === 0 ? "1pt, 0.5% or 0.01" : "0.95 or 95%";
    throw new UsageError(`${flag} cannot be ${JSON.stringify(text)}; give something like ${example}`);
  }
  return share;
}

export function numberOf(flag: string, text: string, { min = -Infinity, max = Infinity }: Range): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(Number.isFinite(value) && value >= min && value <= max))
    throw new UsageError(
      `${flag} cannot be ${JSON.stringify(text)}; give a number${rangeText({ min, max })}`,
    );
  return value;
}

export function wholeNumberOf(flag: string, text: string, range: Required<Range>): number {
  const value = /^\d{1,15}$/u.test(text) ? Number(text) : Number.NaN;
  if (!(value >= range.min && value <= range.max))
    throw new UsageError(`${flag} cannot be ${JSON.stringify(text)}; give a whole number${rangeText(range)}`);
  return value;
}

export function checkOneOf(flag: string, text: string, allowed: readonly string[]): void {
  if (!allowed.includes(text))
    throw new UsageError(`${flag} cannot be ${JSON.stringify(text)}; give ${allowed.join(", ")}`);
}

/** Names separated by commas, each once. */
export function listOf(flag: string, text: string): readonly string[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) throw new UsageError(`${flag} names nothing`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`${flag} names ${JSON.stringify(twice)} twice`);
  return names;
}

function rangeText({ min, max }: Required<Range>): string {
  if (Number.isFinite(min) && Number.isFinite(max)) return ` from ${min} to ${max}`;
  return min === 0 || min === Number.MIN_VALUE ? " above 0" : "";
}
