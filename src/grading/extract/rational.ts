/** An exact number: `numerator / denominator` in lowest terms, the denominator above zero. */
export type Rational = { readonly numerator: bigint; readonly denominator: bigint };

/** `null` for a denominator of zero. */
export function rational(numerator: bigint, denominator = 1n): Rational | null {
  if (denominator === 0n) return null;
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
}

export function add(left: Rational, right: Rational): Rational | null {
  return rational(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
  );
}

export function divide(left: Rational, right: Rational): Rational | null {
  return rational(left.numerator * right.denominator, left.denominator * right.numerator);
}

/** Whether two numbers differ by at most `tolerance`; with a tolerance of zero, whether they are equal. */
export function within(left: Rational, right: Rational, tolerance: Rational): boolean {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  const size = difference < 0n ? -difference : difference;
  return size * tolerance.denominator <= tolerance.numerator * left.denominator * right.denominator;
}

/** `-12.50` and an exponent of 2 as -1250. Digits and one point only; longer readings belong to `number.ts`. */
export function decimal(digits: string, exponent = 0): Rational | null {
  const [whole = "", fraction = ""] = digits.split(".");
  const shift = exponent - fraction.length;
  const value = BigInt(whole + fraction);
  return shift >= 0 ? rational(value * 10n ** BigInt(shift)) : rational(value, 10n ** BigInt(-shift));
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
