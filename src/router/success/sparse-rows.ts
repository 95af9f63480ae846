/** Rows of a sparse matrix: the entries of row i lie at `start[i]` up to `start[i + 1]`. */
export type SparseRows = {
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float32Array;
};

/** Builds rows by calling `write` for each; `capacity` is the most entries a row may get. */
export function sparseRows(
  capacity: Int32Array,
  write: (row: number, put: (column: number, value: number) => void) => void,
): SparseRows {
  const most = capacity.reduce((sum, entries) => sum + entries, 0);
  const start = new Int32Array(capacity.length + 1);
  const column = new Int32Array(most);
  const value = new Float32Array(most);
  let used = 0;
  const put = (at: number, amount: number) => {
    column[used] = at;
    value[used++] = amount;
  };
  for (let row = 0; row < capacity.length; row++) {
    write(row, put);
    start[row + 1] = used;
  }
  return { start, column: column.subarray(0, used), value: value.subarray(0, used) };
}

/** The rows with these numbers, copied. */
export function pickRows(matrix: SparseRows, rows: Int32Array): SparseRows {
  const { start, column, value } = matrix;
  return sparseRows(
    rows.map((row) => start[row + 1]! - start[row]!),
    (index, put) => {
      const row = rows[index]!;
      for (let at = start[row]!; at < start[row + 1]!; at++) put(column[at]!, value[at]!);
    },
  );
}

/** The same entries by column: row j holds what column j has, in the order of the rows. */
export function transpose({ start, column, value }: SparseRows, columns: number): SparseRows {
  const next = new Int32Array(columns + 1);
  for (const at of column) next[at + 1]! += 1;
  for (let at = 0; at < columns; at++) next[at + 1]! += next[at]!;
  const turned = { start: next.slice(), column: column.slice(), value: value.slice() };
  for (let row = 0; row + 1 < start.length; row++) {
    for (let at = start[row]!; at < start[row + 1]!; at++) {
      const to = next[column[at]!]!++;
      turned.column[to] = row;
      turned.value[to] = value[at]!;
    }
  }
  return turned;
}

/** into[row, k] = Σ matrix[row, column] · weights[column, k], weights row-major with `outputs` per column. */
export function multiply(
  matrix: SparseRows,
  dense: { readonly weights: Float32Array | Float64Array; readonly outputs: number },
  into: Float64Array,
): void {
  const { start, column, value } = matrix;
  const { weights, outputs } = dense;
  into.fill(0);
  for (let row = 0, base = 0; row + 1 < start.length; row++, base += outputs) {
    for (let at = start[row]!; at < start[row + 1]!; at++) {
      const amount = value[at]!;
      const from = column[at]! * outputs;
      for (let k = 0; k < outputs; k++) into[base + k]! += amount * weights[from + k]!;
    }
  }
}

/** into[column, k] = Σ matrix[row, column] · amounts[row, k]: the transpose's product. */
export function multiplyTransposed(
  matrix: SparseRows,
  dense: { readonly amounts: Float64Array; readonly outputs: number },
  into: Float64Array,
): void {
  const { start, column, value } = matrix;
  const { amounts, outputs } = dense;
  into.fill(0);
  for (let row = 0, base = 0; row + 1 < start.length; row++, base += outputs) {
    for (let at = start[row]!; at < start[row + 1]!; at++) {
      const amount = value[at]!;
      const to = column[at]! * outputs;
      for (let k = 0; k < outputs; k++) into[to + k]! += amount * amounts[base + k]!;
    }
  }
}
