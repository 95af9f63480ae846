import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openKeys, passingKeys, readAdminKey } from "./keys.ts";

const tools = { randomBytes, nowMs: () => 1_700_000_000_000 };
let folder: string;
let dataDir: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "toque-keys-"));
  dataDir = join(folder, "data");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the first start makes an admin key that only its owner can read, and says it once", () => {
  const first = openKeys(dataDir, tools);
  expect(first.adminKey).toMatch(/^tq-[0-9a-z]{32}$/u);
  expect(readAdminKey(dataDir)).toBe(first.adminKey);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  expect(statSync(join(dataDir, "admin-key")).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, "keys.json")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dataDir, "keys.json"), "utf8")).not.toContain(first.adminKey?.slice(3));
  expect(openKeys(dataDir, tools).adminKey).toBeNull();
});

test("the admin key is accepted after a restart, anything else is not", () => {
  const key = openKeys(dataDir, tools).adminKey ?? "";
  const keys = openKeys(dataDir, tools);
  for (let repeat = 0; repeat < 2; repeat++) {
    expect(keys.authenticate(key)).toEqual({ keyId: expect.stringMatching(/^key_/u), scopes: ["admin"] });
    for (const wrong of ["", "tq-", key.slice(0, -1), `${key}x`, key.toUpperCase(), "x".repeat(100_000)]) {
      expect(keys.authenticate(wrong)).toBeNull();
    }
  }
});

test("a list of keys that cannot be used stops the start instead of making a new admin key, and says why", () => {
  openKeys(dataDir, tools);
  const path = join(dataDir, "keys.json");
  for (const [content, why] of [
    ["", /keys\.json is not valid JSON/u],
    ["{", /keys\.json is not valid JSON/u],
    ['{"version":1,"keys":[]}', /keys\.json is not a list of keys: keys must have at least 1 entries/u],
    ['{"version":2,"keys":[]}', /keys\.json is not a list of keys: version must be 1/u],
  ] as const) {
    writeFileSync(path, content);
    expect(() => openKeys(dataDir, tools)).toThrow(why);
  }
  rmSync(path);
  mkdirSync(path);
  expect(() => openKeys(dataDir, tools)).toThrow(/keys\.json cannot be read: EISDIR/u);
});

test("a passing key opens its own door and is written nowhere", () => {
  const keys = passingKeys(tools);
  expect(keys.authenticate(keys.adminKey ?? "")).toMatchObject({ scopes: ["admin"] });
  expect(keys.authenticate("")).toBeNull();
  expect(passingKeys(tools).authenticate(keys.adminKey ?? "")).toBeNull();
});

test("a start that was cut between the two files is completed with the key already written", () => {
  const key = openKeys(dataDir, tools).adminKey ?? "";
  rmSync(join(dataDir, "keys.json"));
  const again = openKeys(dataDir, tools);
  expect(again.adminKey).toBeNull();
  expect(again.authenticate(key)).not.toBeNull();
});

test("a data folder that cannot be made is a config error that names it", () => {
  writeFileSync(join(folder, "file"), "");
  chmodSync(folder, 0o700);
  expect(() => openKeys(join(folder, "file", "data"), tools)).toThrow(
    expect.objectContaining({ code: "invalid_config", param: "data" }),
  );
});
