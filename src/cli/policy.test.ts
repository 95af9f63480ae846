import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Certificate } from "../core/certificate.ts";
import { certifiedLedger } from "../gateway/certified-ledger-testing.ts";
import { smallPolicy } from "../gateway/small-policy-testing.ts";
import { requestId } from "../ledger/examples.ts";
import { openLedger } from "../ledger/open.ts";
import { runToque, serveToque } from "./test-process.ts";

const CONFIG = {
  starter: false,
  experts: { big: { type: "echo" }, small: { type: "echo" } },
  mixtures: { auto: { experts: ["big", "small"], objective: { match: "big", within: "20pt" } } },
};

/** Two server starts on a machine that is busy with other tests. */
const SERVER_MS_MAX = 60_000;

let template: string;
let cwd: string;
let certificate: Certificate;
beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), "toque-policy-"));
  mkdirSync(join(template, ".toque"));
  writeFileSync(join(template, "toque.config.json"), JSON.stringify(CONFIG));
  const ledger = await openLedger({ location: join(template, ".toque", "ledger.db") });
  certificate = await certifiedLedger(ledger, join(template, ".toque"));
  await ledger.close();
});
afterAll(() => rmSync(template, { recursive: true }));
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "toque-policy-"));
  cpSync(template, cwd, { recursive: true });
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function json(...argv: readonly string[]) {
  const { code, stdout, stderr } = await runToque([...argv, "--json"], { cwd });
  return { code, value: stdout === "" ? null : JSON.parse(stdout), stderr };
}

describe("without a server", () => {
  test("policy list shows what would serve, what was verified and what is stored, as text and the same as JSON", async () => {
    const { value } = await json("policy", "list", "--since", "2026-01-01");
    expect(value.mixtures).toMatchObject([
      {
        mixture: "auto",
        serving: { role: "reference" },
        certificate: { id: "cert_1", standing: "valid" },
        expert_records: [
          { expert: "big", right: 120 },
          { expert: "small", right: 108, wrong: 12 },
        ],
        policies: [{ version: "1", serves: false }],
      },
    ]);
    const { stdout } = await runToque(["policy", "list", "auto", "--since", "2026-01-01"], { cwd });
    expect(stdout).toMatch(/serves +its reference big/u);
    expect(stdout).toMatch(/small +120 +120 +90 % \(/u);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("a promotion is written for the next start, refused without a certificate, and taken back", async () => {
    writeFileSync(join(cwd, "p.json"), JSON.stringify(smallPolicy(["big", "small"], 2)));
    expect(await json("policy", "promote", "auto", "1")).toMatchObject({
      code: 0,
      value: { kind: "promoted", certificate: "cert_1", effect: "at_next_start", by: "command line" },
    });
    const refused = await json("policy", "promote", "auto", "p.json");
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: "not_enough_evidence" } });
    const forced = await runToque(["policy", "promote", "auto", "p.json", "--uncertified"], { cwd });
    expect(forced.stdout).toContain("auto serves policy 2 from the next start of a server on");
    expect(forced.stdout).toContain("WITHOUT a certificate");
    expect(forced.stderr).toContain("warning: nothing proves");
    expect((await json("policy", "rollback", "auto")).value).toMatchObject({ policy_version: "1" });
    expect((await json("policy", "list")).value.mixtures[0]).toMatchObject({
      serving: { role: "policy", policy_version: "1", certificate: "cert_1" },
    });
    expect((await json("ledger", "verify")).value).toMatchObject({ sound: true });
  });

  test("a policy is shown, and written to a file that is the same policy", async () => {
    const { value } = await json("policy", "show", "auto", "latest", "--out", "copy.json");
    expect(value).toMatchObject({ version: "1", artefact: { reference: "big" } });
    expect(JSON.parse(readFileSync(join(cwd, "copy.json"), "utf8"))).toEqual(value.artefact);
    expect((await runToque(["policy", "show", "auto", "1"], { cwd })).stdout).toMatch(/reference +big/u);
    expect((await json("policy", "promote", "auto", "copy.json")).value.policy_version).toBe("1");
    expect((await json("policy", "show", "auto", "9")).code).toBe(1);
    expect((await json("policy", "promote", "auto", "none.json")).stderr).toContain("invalid_policy");
  });

  test("evaluate takes the only mixture that learns, and refuses a policy of other experts by the file's name", async () => {
    const mixtures = { ...CONFIG.mixtures, plain: { experts: ["big"] } };
    writeFileSync(join(cwd, "toque.config.json"), JSON.stringify({ ...CONFIG, mixtures }));
    writeFileSync(join(cwd, "p.json"), JSON.stringify(smallPolicy(["big", "small"], 2)));
    expect(await json("evaluate", "--policy", "p.json", "--since", "2026-01-01")).toMatchObject({
      code: 0,
      value: { mixture: "auto", reference: "big" },
    });
    writeFileSync(join(cwd, "foreign.json"), JSON.stringify(smallPolicy(["big", "mid"], 2)));
    const foreign = await json("evaluate", "--policy", "foreign.json");
    expect(foreign.code).toBe(2);
    expect(JSON.parse(foreign.stderr).error).toMatchObject({ code: "invalid_policy" });
    expect(foreign.stderr).toContain("foreign.json does not fit 'auto': the policy asks mid;");
    writeFileSync(join(cwd, "newer.json"), JSON.stringify({ format: "toque-policy", formatVersion: 2 }));
    expect((await json("evaluate", "--policy", "newer.json")).stderr).toContain("newer.json: ");
  });

  test("a mixture that is not there is said to be unknown, with those there are", async () => {
    for (const argv of [
      ["policy", "show", "nope", "1"],
      ["certificate", "list", "--mixture", "nope"],
      ["evaluate", "--mixture", "nope", "--policy", "1"],
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one process at a time
      const { stderr, code } = await json(...argv);
      expect(code).toBe(1);
      expect(JSON.parse(stderr).error).toEqual({
        code: "unknown_mixture",
        message: "there is no mixture 'nope'",
        hint: "known mixtures: auto",
      });
    }
  });

  test("explain tells why in words", async () => {
    const { value } = await json("policy", "explain", requestId(1));
    const { stdout } = await runToque(["policy", "explain", requestId(1)], { cwd });
    expect(stdout.replaceAll(/\s+/gu, " ").trim()).toBe(value.lines.join(" ").replaceAll(/\s+/gu, " "));
    expect((await json("policy", "explain", "req_none")).stderr).toContain("unknown_request");
  });
});

describe("certificates", () => {
  test("one is listed, shown as it was signed, and verified by id and as a file, offline", async () => {
    expect((await json("certificate", "list")).value).toMatchObject({ certificates: [{ id: "cert_1" }] });
    const shown = await json("certificate", "show", "cert_1");
    expect(shown.value).toEqual(certificate);
    expect((await runToque(["certificate", "show", "cert_1"], { cwd })).stdout).toContain("cert_1: valid");
    writeFileSync(join(cwd, "cert.json"), JSON.stringify(shown.value));
    for (const name of ["cert_1", "cert.json"]) {
      const { code, stdout } = await runToque(["certificate", "verify", name], { cwd });
      expect(stdout).toBe(`cert_1 holds: signed here, computed again from ${certificate.pairs} pairs\n`);
      expect(code).toBe(0);
    }
  });

  test("one that was changed does not hold, and says which number differs", async () => {
    writeFileSync(join(cwd, "cert.json"), JSON.stringify({ ...certificate, pairs: certificate.pairs + 1 }));
    const { code, stdout } = await runToque(["certificate", "verify", "cert.json"], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain("does NOT hold");
    expect(stdout).toContain(`pairs: stated ${certificate.pairs + 1}, found ${certificate.pairs}`);
    writeFileSync(join(cwd, "none.json"), "[]");
    expect((await json("certificate", "verify", "none.json")).stderr).toContain("invalid_certificate");
  });

  test("one that was revoked takes its policy away and no longer holds", async () => {
    await json("policy", "promote", "auto", "1");
    const revoked = await json("certificate", "revoke", "cert_1", "--reason", "the checks were wrong");
    expect(revoked.value).toMatchObject({ kind: "revoked", reason: "the checks were wrong" });
    expect(await json("certificate", "verify", "cert_1")).toMatchObject({
      code: 1,
      value: { valid: true, standing: "revoked" },
    });
    expect((await json("policy", "list")).value.mixtures[0].serving.role).toBe("reference");
  });
});

test(
  "while a server runs it is asked, serves the change at once, and obeys it again at its next start",
  { timeout: SERVER_MS_MAX },
  async () => {
    const first = await serveToque([], { cwd });
    expect((await json("policy", "promote", "auto", "1")).value).toMatchObject({ effect: "now" });
    expect((await json("policy", "list")).value.mixtures[0]).toMatchObject({
      serving: { role: "policy", policy_version: "1" },
    });
    expect(await answeredBy(first.started)).toMatch(/@1$/u);
    first.child.kill("SIGKILL");
    await first.ended;
    const second = await serveToque([], { cwd });
    expect(await answeredBy(second.started)).toMatch(/@1$/u);
    await json("policy", "rollback", "auto");
    expect(await answeredBy(second.started)).toContain("reference");
    second.child.kill("SIGTERM");
    await second.ended;
  },
);

/** The policy that an answer of the mixture names. */
async function answeredBy({ url }: { readonly url: string }): Promise<string | null> {
  const key = readFileSync(join(cwd, ".toque", "admin-key"), "utf8").trim();
  const reply = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ model: "auto", messages: [{ role: "user", content: "hello" }] }),
  });
  await reply.text();
  return reply.headers.get("x-toque-policy");
}
