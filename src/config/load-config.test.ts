import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfigFile } from "./load-config.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "toque-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("without a file the defaults apply, relative to the working folder", async () => {
  expect(await readConfigFile(folder, undefined)).toEqual({ path: null, baseDir: folder, content: {} });
});

test("a JSON file in the working folder is found", async () => {
  writeFileSync(join(folder, "toque.config.json"), '{"server":{"port":5}}');
  expect((await readConfigFile(folder, undefined)).content).toEqual({ server: { port: 5 } });
});

test("a named TypeScript file is run", async () => {
  writeFileSync(
    join(folder, "mine.ts"),
    "const port: number = 2 * 3;\nexport default { server: { port } };\n",
  );
  expect((await readConfigFile(folder, "mine.ts")).content).toEqual({ server: { port: 6 } });
});

test("what cannot be read is named with its place", async () => {
  writeFileSync(join(folder, "broken.json"), '{"server":\n{,}}');
  await expect(readConfigFile(folder, "broken.json")).rejects.toThrow(/not valid JSON: .*line 2/u);
  await expect(readConfigFile(folder, "absent.ts")).rejects.toThrow(/there is no such file/u);
  writeFileSync(join(folder, "empty.ts"), "export const port = 1;\n");
  await expect(readConfigFile(folder, "empty.ts")).rejects.toThrow(/exports no config/u);
});

test("two config files in one folder are refused rather than one being ignored", async () => {
  writeFileSync(join(folder, "toque.config.json"), "{}");
  writeFileSync(join(folder, "toque.config.ts"), "export default {};");
  await expect(readConfigFile(folder, undefined)).rejects.toThrow(/has both/u);
});
