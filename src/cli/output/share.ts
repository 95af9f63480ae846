/** `72.3 %`, `?` when it is not known. */
export function percentText(share: number | null, decimals = 1): string {
  return share === null || Number.isNaN(share) ? "?" : `${(100 * share).toFixed(decimals)} %`;
}

/** A difference of shares in points, with its sign: `+0.6 points`, `−0.6 points`. */
export function pointsText(difference: number | null): string {
  if (difference === null || Number.isNaN(difference)) return "?";
  const points = (100 * difference).toFixed(2);
  return `${difference > 0 ? "+" : ""}${points === "-0.00" ? "0.00" : points.replace("-", "−")} points`;
}
