import { stripVTControlCharacters } from "node:util";

export type Column<Row> = {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly right?: boolean;
  /** May be cut when the table is wider than the terminal, the widest first; says which part of a cell stays. */
  readonly flexible?: "start" | "end";
};

const GAP = "  ";
const FLEXIBLE_MIN = 8;

/** Rows as aligned text that fits a terminal of that many columns. */
export function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): readonly string[] {
  const cells = rows.map((row) => columns.map((column) => oneLine(column.cell(row))));
  const widths = columns.map((column, index) =>
    Math.max(column.title.length, ...cells.map((row) => visibleLength(row[index] ?? ""))),
  );
  shrink(widths, columns, width);
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => fit(text, widths[index] ?? 0, columns[index]))
      .join(GAP)
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...cells.map(line)];
}

function shrink<Row>(widths: number[], columns: readonly Column<Row>[], width: number): void {
  let excess = widths.reduce((sum, each) => sum + each, 0) + GAP.length * (widths.length - 1) - width;
  while (excess > 0) {
    let widest = -1;
    for (const [index, column] of columns.entries()) {
      const each = widths[index] ?? 0;
      if (column.flexible !== undefined && each > FLEXIBLE_MIN && each > (widths[widest] ?? 0))
        widest = index;
    }
    if (widest === -1) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
}

function fit<Row>(text: string, width: number, column: Column<Row> | undefined): string {
  const length = visibleLength(text);
  if (length > width) {
    const plain = stripVTControlCharacters(text);
    return column?.flexible === "end" ? `…${plain.slice(1 - width)}` : `${plain.slice(0, width - 1)}…`;
  }
  const space = " ".repeat(width - length);
  return column?.right === true ? space + text : text + space;
}

function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}
