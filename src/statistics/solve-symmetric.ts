/**
 * Solves A·x = b for each right-hand side in place, A symmetric positive definite (row-major, destroyed): Cholesky. A
 * pivot that is not positive is a direction the data say nothing of; its coefficient is 0.
 */
export function solveSymmetric(a: Float64Array, sides: readonly Float64Array[]): void {
  const size = sides[0]?.length ?? 0;
  factorise(a, size);
  for (const side of sides) substitute(a, side);
}

/** Replaces the lower triangle of A by its Cholesky factor. */
export function factorise(a: Float64Array, size: number): void {
  for (let column = 0; column < size; column++) {
    let pivot = a[column * size + column]!;
    for (let k = 0; k < column; k++) pivot -= a[column * size + k]! ** 2;
    const root = pivot > 1e-12 ? Math.sqrt(pivot) : Infinity;
    a[column * size + column] = root;
    for (let row = column + 1; row < size; row++) {
      let sum = a[row * size + column]!;
      for (let k = 0; k < column; k++) sum -= a[row * size + k]! * a[column * size + k]!;
      a[row * size + column] = sum / root;
    }
  }
}

/** Solves with a factor of `factorise`, in place. */
export function substitute(lower: Float64Array, side: Float64Array): void {
  const size = side.length;
  for (let row = 0; row < size; row++) {
    let sum = side[row]!;
    for (let k = 0; k < row; k++) sum -= lower[row * size + k]! * side[k]!;
    side[row] = sum / lower[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = side[row]!;
    for (let k = row + 1; k < size; k++) sum -= lower[k * size + row]! * side[k]!;
    side[row] = sum / lower[row * size + row]!;
  }
}
