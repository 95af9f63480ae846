import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { loadSettings, type ToqueSettings } from "../main.ts";
import { readEnvironment } from "./environment.ts";
import { configTemplate } from "./template.ts";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));
const IGNORED = join(REPOSITORY, "dist");

async function load(content: string): Promise<ToqueSettings> {
  const workingDir = mkdtempSync(join(tmpdir(), "toque-template-"));
  try {
    writeFileSync(join(workingDir, "toque.config.ts"), content);
    return await loadSettings({ flags: {}, environment: readEnvironment({}), workingDir });
  } finally {
    rmSync(workingDir, { recursive: true });
  }
}

test("the written config says nothing but the defaults", async () => {
  const written = await load(configTemplate({ typed: false }));
  const none = await load("export default {};");
  expect({ ...written.config, data: undefined }).toEqual({ ...none.config, data: undefined });
  expect(written.experts.map(({ name }) => name)).toEqual(none.experts.map(({ name }) => name));
});

test("its examples are a config too once they are uncommented", async () => {
  const uncommented = configTemplate({ typed: false }).replaceAll(/\/\/ (?=("[\w-]+"|\w+): \{ )/gu, "");
  const { experts, mixtures, config } = await load(uncommented);
  const names = experts.filter(({ origin }) => origin !== "starter").map(({ name }) => name);
  expect(names).toEqual(["my-gpu", "my-gguf", "echo", "openai/gpt-5.1"]);
  expect(mixtures.find(({ name }) => name === "frugal")?.experts).toEqual(["my-gpu", "openai/gpt-5.1"]);
  expect(config.prices["my-gpu"]).toEqual({ input: 0.05, output: 0.2 });
});

test("inside the package it imports defineConfig and passes the type checker", async () => {
  mkdirSync(IGNORED, { recursive: true });
  const folder = mkdtempSync(join(IGNORED, "template-"));
  const run = promisify(execFile);
  const tsc = join(REPOSITORY, "node_modules", ".bin", "tsc");
  const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2025", "--skipLibCheck"];
  const more = [
    "--allowImportingTsExtensions",
    "--exactOptionalPropertyTypes",
    "--types",
    "node",
    "--ignoreConfig",
  ];
  const check = (content: string) => {
    writeFileSync(join(folder, "toque.config.ts"), content);
    return run(process.execPath, [tsc, ...options, ...more, join(folder, "toque.config.ts")], {
      cwd: REPOSITORY,
    });
  };
  try {
    const template = configTemplate({ typed: true });
    await check(template);
    await expect(check(template.replace("port: 4141", 'port: "4141"'))).rejects.toThrow("Command failed");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
