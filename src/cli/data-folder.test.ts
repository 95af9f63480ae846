import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runToque, serveToque } from "./test-process.ts";

const ECHO = {
  starter: false,
  experts: { parrot: { type: "echo" } },
  mixtures: { auto: { experts: ["parrot"] } },
};

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "toque-cli-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

function writeConfig(config: unknown): void {
  writeFileSync(join(cwd, "toque.config.json"), JSON.stringify(config));
}

describe("the data folder", () => {
  test("asking leaves no key behind and looking no file, so that the first start still shows its key", async () => {
    writeConfig(ECHO);
    await runToque(["experts"], { cwd });
    expect(existsSync(join(cwd, ".toque"))).toBe(false);
    await runToque(["ask", "hello"], { cwd });
    expect(readdirSync(join(cwd, ".toque")).filter((name) => !name.startsWith("ledger.db"))).toEqual([]);
    for (const name of readdirSync(join(cwd, ".toque"))) {
      expect(statSync(join(cwd, ".toque", name)).mode & 0o777).toBe(0o600);
    }
    const { child, started, ended } = await serveToque([], { cwd });
    child.kill("SIGTERM");
    expect(started.admin_key).toMatch(/^tq-/u);
    expect(await ended).toBe(0);
  });

  test.runIf(existsSync("/proc"))("a data folder that cannot be made is refused at once", async () => {
    writeConfig(ECHO);
    const argv = [["ask", "x"], ["serve"]].map((each) => [...each, "--data", "/proc/nope"]);
    for (const { code, stderr } of await Promise.all(argv.map((each) => runToque(each, { cwd })))) {
      expect(code).toBe(2);
      expect(stderr).toContain("/proc/nope cannot be made");
    }
  });
});
