/**
 * What a run of digits, commas and points says, as plain digits with at most one point: `1,234.50` is
 * `1234.50`. Only forms with one reading are joined; `1,2,3` is a list and gives its last member, `1.2.3`
 * (a version, a date) gives `null`. One comma before exactly three digits is a thousands separator (`1,234`),
 * before any other number of digits a decimal comma (`2,74`); one point is always a decimal point.
 */
export function readDigitRun(run: string): string | null {
  const commas = run.split(",").length - 1;
  const points = run.split(".").length - 1;
  if (commas === 0 && points <= 1) return run;
  if (commas === 0) return isGrouped(run.split(".")) ? run.replaceAll(".", "") : null;
  if (points === 0) return readCommas(run.split(","));
  const pointLast = run.lastIndexOf(".") > run.lastIndexOf(",");
  if (pointLast ? points > 1 : commas > 1) return null;
  const decimalAt = pointLast ? run.lastIndexOf(".") : run.lastIndexOf(",");
  const groups = run.slice(0, decimalAt).split(pointLast ? "," : ".");
  return isGrouped(groups) ? `${groups.join("")}.${run.slice(decimalAt + 1)}` : null;
}

function readCommas(groups: readonly string[]): string | null {
  if (isGrouped(groups)) return groups.join("");
  return groups.length === 2 ? groups.join(".") : (groups.at(-1) ?? null);
}

function isGrouped(groups: readonly string[]): boolean {
  const [first = "", ...rest] = groups;
  return first.length <= 3 && !first.startsWith("0") && rest.every((group) => group.length === 3);
}
