import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { noteServing } from "./serving-note.ts";

test("a living process that serves from the folder is named; one that is gone is forgotten", () => {
  const folder = mkdtempSync(join(tmpdir(), "toque-serving-"));
  const path = join(folder, "serving.pid");
  writeFileSync(path, `${process.ppid}\n`);
  const second = noteServing(folder);
  second.remove();
  expect(second.other).toBe(process.ppid);
  writeFileSync(path, "4194304999\n");
  const first = noteServing(folder);
  expect(first.other).toBeNull();
  first.remove();
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});
