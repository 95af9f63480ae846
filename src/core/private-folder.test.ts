import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePrivateFolder } from "./private-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "toque-folder-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a folder is made with those above it, for its owner only; one that is there is left as it is", () => {
  const path = join(folder, "a", "b");
  makePrivateFolder(path);
  makePrivateFolder(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

test.runIf(existsSync("/proc"))("a place where nothing can be made is refused at once", () => {
  for (const path of ["/proc/nope", "/proc/nope/deeper"]) {
    expect(() => makePrivateFolder(path)).toThrow(
      expect.objectContaining({ code: "invalid_config", message: expect.stringContaining(path) }),
    );
  }
});

test("a file in the way is named", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(() => makePrivateFolder(file)).toThrow(/is a file/u);
  expect(() => makePrivateFolder(join(file, "data"))).toThrow(/cannot be made/u);
});
