import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { runToque } from "../src/cli/test-process.ts";
import { learn } from "./support/offline-cli.ts";
import { ROUTING_PAYS, withoutCosts, worldLines } from "./support/outcome-world.ts";

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "toque-refused-"));
  write("pays.jsonl", worldLines(ROUTING_PAYS, { rows: 200, seed: 1 }).join("\n"));
  write("no-costs.jsonl", worldLines(withoutCosts(ROUTING_PAYS), { rows: 100, seed: 5 }).join("\n"));
  const perToken = { input_per_mtok: 1, output_per_mtok: 2 };
  write("token-prices.json", JSON.stringify({ generalist: perToken, counter: perToken, poet: perToken }));
  write("other-prices.json", JSON.stringify({ generalists: perToken }));
  write("some-prices.json", JSON.stringify({ generalist: { usd_per_call: 0.01 } }));
});
afterAll(() => rmSync(cwd, { recursive: true }));

function write(name: string, content: string): void {
  writeFileSync(join(cwd, name), content);
}

const GOOD = ["--outcomes", "pays.jsonl", "--reference", "generalist", "--out", "x.json"];
const FREE = ["--outcomes", "no-costs.jsonl", "--reference", "generalist", "--out", "x.json"];
const WRONG: readonly (readonly [code: number, says: RegExp, argv: readonly string[]])[] = [
  [2, /required option '--outcomes/u, ["learn", "--reference", "generalist", "--out", "x.json"]],
  [2, /required option '--reference/u, ["learn", "--outcomes", "pays.jsonl", "--out", "x.json"]],
  [
    2,
    /--reference: .*no model "generalists"[^]*Did you mean generalist\?/u,
    ["learn", ...GOOD, "--reference", "generalists"],
  ],
  [
    2,
    /--models: .*no model "poets"[^]*Did you mean poet\?/u,
    ["learn", ...GOOD, "--models", "poets,counter"],
  ],
  [2, /--models names "poet" twice/u, ["learn", ...GOOD, "--models", "poet,poet"]],
  [2, /--tolerance cannot be "1"; give something like 1pt/u, ["learn", ...GOOD, "--tolerance", "1"]],
  [2, /--tolerance cannot be "lots"/u, ["learn", ...GOOD, "--tolerance", "lots"]],
  [2, /--confidence cannot be "1.2"/u, ["learn", ...GOOD, "--confidence", "1.2"]],
  [2, /--calls cannot be "5"; give a whole number from 1 to 4/u, ["learn", ...GOOD, "--calls", "5"]],
  [2, /--seed cannot be "x"/u, ["learn", ...GOOD, "--seed", "x"]],
  [2, /--hide cannot be "prompt"/u, ["learn", ...GOOD, "--hide", "prompt"]],
  [2, /--model cannot be "oracle"/u, ["learn", ...GOOD, "--model", "oracle"]],
  [2, /--budget-usd cannot be "-1"/u, ["learn", ...GOOD, "--budget-usd", "-1"]],
  [2, /give one of --tolerance/u, ["learn", ...GOOD, "--budget-usd", "1", "--tolerance", "1pt"]],
  [2, /there is no folder/u, ["learn", ...GOOD, "--out", "nowhere/x.json"]],
  [2, /--out.*"-" is no file/u, ["learn", ...GOOD, "--out", "-"]],
  [2, /is no folder/u, ["learn", ...GOOD, "--out", "pays.jsonl/x.json"]],
  [
    1,
    /invalid_outcomes: There is no file [^]*hint: Outcome files/u,
    ["learn", ...GOOD, "--outcomes", "nowhere.jsonl"],
  ],
  [1, /invalid_outcomes: \S+ is a folder[^]*hint: /u, ["learn", ...GOOD, "--outcomes", "."]],
  [
    1,
    /invalid_prices: Cannot read prices: there is no file \S+\n  hint: /u,
    ["learn", ...GOOD, "--prices", "nowhere.json"],
  ],
  [1, /invalid_prices: Cannot read prices: \S+ is a folder/u, ["learn", ...GOOD, "--prices", "."]],
  [
    1,
    /cost_unknown.*counter and poet/u,
    ["learn", ...FREE, "--models", "counter,poet", "--prices", "some-prices.json"],
  ],
  [1, /cost_unknown/u, ["learn", ...FREE, "--budget-usd", "1"]],
  [
    1,
    /cost_unknown[^]*generalist, counter and poet: the rows have neither `output_tokens` nor `output_chars`/u,
    ["learn", ...FREE, "--usd-per-correct", "1", "--prices", "token-prices.json"],
  ],
  [
    1,
    /invalid_prices: None of the prices[^]*Did you mean generalist by "generalists"\?/u,
    ["learn", ...GOOD, "--prices", "other-prices.json"],
  ],
  [
    1,
    /invalid_policy: Cannot read a policy/u,
    ["replay", "--policy", "nowhere.json", "--outcomes", "pays.jsonl"],
  ],
  [
    1,
    /invalid_policy: .*some-prices\.json: This is not a policy file/u,
    ["replay", "--policy", "some-prices.json", "--outcomes", "pays.jsonl"],
  ],
];

describe("wrong use", () => {
  test.each(WRONG)("is exit code %i and says %s", async (code, says, argv) => {
    const text = await runToque(argv, { cwd });
    expect(text).toMatchObject({ code, stdout: "", stderr: expect.stringMatching(says) });
    const json = await runToque([...argv, "--json"], { cwd });
    expect(json).toMatchObject({ code, stdout: "" });
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: expect.any(String) } });
  });

  test("a policy that was edited by hand, or learnt on other features, is refused", async () => {
    await learn(cwd, GOOD);
    const policy = z.looseObject({}).parse(JSON.parse(readFileSync(join(cwd, "x.json"), "utf8")));
    write("edited.json", JSON.stringify({ ...policy, callsMax: policy["callsMax"] === 1 ? 2 : 1 }));
    write("older.json", JSON.stringify({ ...policy, featureVersion: "0" }));
    const edited = await runToque(["replay", "--policy", "edited.json", "--outcomes", "pays.jsonl"], { cwd });
    expect(edited).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/invalid_policy[^]*cannot be edited by hand/u),
    });
    const older = await runToque(["replay", "--policy", "older.json", "--outcomes", "pays.jsonl"], { cwd });
    expect(older).toMatchObject({ code: 1, stderr: expect.stringMatching(/features of version 0/u) });
  });
});
