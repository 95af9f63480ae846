import type { PairedRow } from "./pair-rows.ts";

/** What an expert said before it changed is not known of the one it is now. */
export function forgetChanged(
  row: PairedRow,
  experts: readonly string[],
  changedUs: ReadonlyMap<string, number>,
): PairedRow {
  if (changedUs.size === 0) return row;
  const answers = row.answers.map((answer, at) =>
    row.receivedUs <= (changedUs.get(experts[at] ?? "") ?? -Infinity) ? null : answer,
  );
  return { ...row, answers };
}
