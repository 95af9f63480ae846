import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/**
 * Where the optional test data lies (`TOQUE_DATA`), `null` when this machine has none. Set but unreadable is an
 * error: tests that were meant to run must fail, not disappear.
 */
export function testDataFile(...path: readonly string[]): string | null {
  // oxlint-disable-next-line no-restricted-properties -- the tests' own setting, which the product never reads
  const folder = process.env["TOQUE_DATA"];
  if (folder === undefined || folder === "") return null;
  const file = join(folder, ...path);
  accessSync(file, constants.R_OK);
  return file;
}
