const Z = 1.959964;

/** A share with its 95 % Wilson interval, to four digits. */
export function wilson(correct: number, n: number) {
  const share = n === 0 ? 0 : correct / n;
  const middle = (share + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n);
  const half = (Z / (1 + (Z * Z) / n)) * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n));
  const round = (value: number) => Math.round(value * 10_000) / 10_000;
  return { n, correct, accuracy: round(share), interval: [round(middle - half), round(middle + half)] };
}
