import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { noteServing, readServing } from "./serving-note.ts";

test("a living process that serves from the folder is named; one that is gone is forgotten", () => {
  const folder = mkdtempSync(join(tmpdir(), "toque-serving-"));
  const path = join(folder, "serving.pid");
  writeFileSync(path, `${process.ppid}\n`);
  expect(readServing(folder)).toEqual({ pid: process.ppid, url: null });
  writeFileSync(path, `${process.ppid} http://127.0.0.1:2\n`);
  expect(readServing(folder)?.url).toBe("http://127.0.0.1:2");
  const second = noteServing(folder, "http://127.0.0.1:1");
  second.remove();
  expect(second.other).toBe(process.ppid);
  writeFileSync(path, "4194304999\n");
  const first = noteServing(folder, "http://127.0.0.1:1");
  expect(first.other).toBeNull();
  expect(readFileSync(path, "utf8")).toBe(`${process.pid} http://127.0.0.1:1\n`);
  first.remove();
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});
