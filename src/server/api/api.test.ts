import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Certificate } from "../../core/certificate.ts";
import { exampleEvent, requestId } from "../../ledger/examples.ts";
import { certifiedLedger } from "../../gateway/certified-ledger-testing.ts";
import { testGateway, type TestGateway } from "../../gateway/gateway-testing.ts";
import { ledgerControl } from "../../gateway/ledger-control.ts";
import { smallPolicy } from "../../gateway/small-policy-testing.ts";
import { buildApp } from "../app.ts";

const KEYS: Readonly<Record<string, readonly string[]>> = { "tq-admin": ["admin"], "tq-client": ["auto"] };
const MIXTURES = [
  {
    mixture: "auto",
    mode: "route",
    objective: { type: "match", toleranceShare: 0.2, confidence: 0.95 },
    reference: "big",
    experts: ["big", "small"],
    policy: "",
  },
  {
    mixture: "team/plain",
    mode: "route",
    objective: null,
    reference: null,
    experts: ["big"],
    policy: "thompson",
  },
] as const;

let house: TestGateway;
let certificate: Certificate;
let app: ReturnType<typeof buildApp>;
let ids = 0;

function newId(prefix: string): string {
  return `${prefix}_${String(ids++).padStart(6, "0")}`;
}

beforeAll(async () => {
  house = await testGateway([]);
  const { ledger, gateway } = house;
  certificate = await certifiedLedger(ledger, null);
  const nowUs = () => certificate.issuedUs + 1;
  const control = ledgerControl({ ledger, mixtures: MIXTURES, definitions: new Map(), nowUs, newId });
  const verify = () => Promise.resolve({ pairs: certificate.pairs, signedHere: true, discrepancies: [] });
  app = buildApp({
    gateway,
    api: { ledger, control, mixtures: MIXTURES.map(({ mixture }) => mixture), nowUs, verify },
    authenticate: (key) => (KEYS[key] === undefined ? null : { keyId: `key_${key}`, scopes: KEYS[key] }),
    bodyLimitBytes: 1_000_000,
    nowUs,
    newId,
    log: () => undefined,
  });
});
afterAll(async () => {
  await app.close();
  await house.close();
});

async function ask(method: "GET" | "POST", url: string, body?: object) {
  return askAs("tq-admin", { method, url, ...(body === undefined ? {} : { payload: body }) });
}

async function askAs(
  key: string,
  call: { readonly method: "GET" | "POST"; readonly url: string; readonly payload?: object },
) {
  const reply = await app.inject({ ...call, headers: { authorization: `Bearer ${key}` } });
  return { status: reply.statusCode, body: reply.json() };
}

describe("who may use it", () => {
  test("nobody without a key, and no client's key", async () => {
    expect((await app.inject("/api/mixtures")).statusCode).toBe(401);
    expect(await askAs("tq-client", { method: "GET", url: "/api/requests" })).toMatchObject({
      status: 403,
      body: { error: { code: "forbidden" } },
    });
    expect(await askAs("tq-client", { method: "POST", url: "/api/mixtures/auto/rollback" })).toMatchObject({
      status: 403,
    });
  });
});

describe("looking", () => {
  test("a mixture shows what serves and why, what was verified of each expert, and what learning cost", async () => {
    const { body } = await ask("GET", "/api/mixtures?since=2026-01-01");
    expect(body.data.map((each: { mixture: string }) => each.mixture)).toEqual(["auto", "team/plain"]);
    expect(body.data[0]).toMatchObject({
      mode: "route",
      objective: { type: "match", tolerance_share: 0.2 },
      reference: "big",
      serving: { role: "reference", policy_version: null },
      certificate: { id: "cert_1", standing: "valid", pairs: certificate.pairs },
      client: { requests: 120 },
      shadow: { requests: 120, cost_unknown: 0 },
      expert_records: [
        {
          expert: "big",
          right: 120,
          wrong: 0,
          accuracy: 1,
          accuracy_high: expect.closeTo(1),
          mean_total_us: 1_500,
        },
        { expert: "small", right: 108, wrong: 12, accuracy: 0.9, mean_cost_nano_usd: 123_456 },
      ],
    });
    const name = encodeURIComponent("team/plain");
    expect(await ask("GET", `/api/mixtures/${name}`)).toMatchObject({
      status: 200,
      body: { serving: { policy: "thompson" }, certificate: null },
    });
    expect(await ask("GET", "/api/mixtures/none")).toMatchObject({
      status: 404,
      body: { error: { code: "unknown_mixture" } },
    });
  });

  test("requests come in pages without their texts, with shadow runs only when asked for", async () => {
    const first = await ask("GET", "/api/requests?limit=100");
    expect(first.body.data).toHaveLength(100);
    expect(first.body.data[0]).not.toHaveProperty("prompt");
    const second = await ask("GET", `/api/requests?limit=100&before=${first.body.next}`);
    expect(second.body.data).toHaveLength(20);
    expect(second.body.next).toBeNull();
    const small = await ask("GET", "/api/requests?expert=small&mixture=auto&shadows=true&limit=500");
    expect(small.body.data).toHaveLength(120);
    expect((await ask("GET", "/api/requests?expert=small")).body.data).toHaveLength(0);
  });
});

describe("looking closer", () => {
  test("one request comes with its shadow runs, and explains itself", async () => {
    const { body } = await ask("GET", `/api/requests/${requestId(1)}`);
    expect(body).toMatchObject({
      request: { id: requestId(1), expert: "big", shadow_of: null, decision: { role: "reference" } },
      shadows: [{ id: requestId(2), expert: "small", shadow_of: requestId(1) }],
    });
    const explained = await ask("GET", `/api/requests/${requestId(1)}/explain`);
    expect(explained.body.lines.join("\n")).toMatch(/reference[\s\S]*small/u);
    expect(await ask("GET", "/api/requests/req_none")).toMatchObject({ status: 404 });
  });

  test("totals say shadow spending apart, and take the same filters", async () => {
    const { body } = await ask("GET", "/api/totals?mixture=auto&status=ok");
    expect(body).toMatchObject({
      requests: 120,
      cost_nano_usd: 120 * 123_456,
      shadow: { requests: 120, cost_nano_usd: 120 * 123_456 },
    });
    expect((await ask("GET", "/api/totals?mixture=none")).body).toMatchObject({ requests: 0 });
  });

  test("what it does not understand is refused with the field's name", async () => {
    for (const [query, param] of [
      ["limit=0", "limit"],
      ["limit=9999", "limit"],
      ["since=yesterday", "since"],
      ["status=odd", "status"],
      ["before=zzz", "before"],
      ["what=1", "what"],
    ] as const) {
      const refused = await ask("GET", `/api/requests?${query}`);
      expect(refused).toMatchObject({ status: 400, body: { error: { code: "invalid_request", param } } });
      // Who sent it sees which of its values was meant.
      const value = param === "what" ? "what" : query.split("=")[1];
      expect(refused.body.error.message).toContain(value);
    }
    expect(await ask("GET", "/api/certificates?mixture=none")).toMatchObject({
      status: 404,
      body: { error: { code: "unknown_mixture" } },
    });
    expect(await ask("GET", "/api/policies/none/1")).toMatchObject({
      status: 404,
      body: { error: { code: "unknown_mixture" } },
    });
    expect(await ask("POST", "/api/mixtures/auto/promote", [] as object)).toMatchObject({ status: 400 });
    expect(await ask("POST", "/api/mixtures/auto/promote", {})).toMatchObject({
      status: 400,
      body: { error: { param: "version" } },
    });
  });
});

describe("policies and certificates", () => {
  test("a policy is imported, refused without a certificate, promoted with one and taken back, and each is an event", async () => {
    const artefact = smallPolicy(["big", "small"], 2);
    const imported = await ask("POST", "/api/mixtures/auto/policies", { artefact, origin: "p.json" });
    expect(imported.body).toMatchObject({ version: "2", digest: artefact.digest, origin: "p.json" });
    expect(await ask("POST", "/api/mixtures/auto/promote", { version: "2" })).toMatchObject({
      status: 409,
      body: { error: { code: "not_enough_evidence" } },
    });
    // The name in the path is what counts.
    const change = { version: "1", mixture: "team/plain" };
    expect((await ask("POST", "/api/mixtures/auto/promote", change)).body).toMatchObject({
      kind: "promoted",
      mixture: "auto",
      certificate: "cert_1",
      by: "key_tq-admin",
    });
    expect((await ask("GET", "/api/mixtures/auto/policies")).body.data).toMatchObject([
      { version: "2", serves: false },
      { version: "1", serves: true },
    ]);
    expect((await ask("POST", "/api/mixtures/auto/rollback")).body.kind).toBe("rolled-back");
    const events = await ask("GET", "/api/mixtures/auto/events?limit=2");
    expect(events.body.data.map(({ kind }: { kind: string }) => kind)).toEqual(["rolled-back", "promoted"]);
    expect(
      (await ask("GET", `/api/mixtures/auto/events?before=${events.body.next}`)).body.data,
    ).toMatchObject([{ kind: "learnt", policy_version: "2" }]);
  });

  test("a policy and a certificate are shown as they were sealed", async () => {
    const policy = await ask("GET", "/api/policies/auto/1");
    expect(policy.body.artefact).toEqual(JSON.parse(JSON.stringify(smallPolicy())));
    expect(await ask("GET", "/api/policies/auto/77")).toMatchObject({ status: 404 });
    expect((await ask("GET", "/api/certificates/cert_1")).body).toEqual({ standing: "valid", certificate });
    expect((await ask("GET", "/api/certificates?mixture=auto")).body.data).toMatchObject([{ id: "cert_1" }]);
    expect(await ask("GET", "/api/certificates/none")).toMatchObject({ status: 404 });
  });

  test("a certificate is verified by id or as sent, and revoked with a reason", async () => {
    const valid = { id: "cert_1", valid: true, pairs: certificate.pairs, discrepancies: [] };
    expect((await ask("POST", "/api/certificates/cert_1/verify")).body).toMatchObject(valid);
    expect((await ask("POST", "/api/certificates/verify", { certificate })).body).toMatchObject(valid);
    expect(await ask("POST", "/api/certificates/verify", { certificate: { id: "x" } })).toMatchObject({
      status: 400,
      body: { error: { code: "invalid_certificate" } },
    });
    const revoked = await ask("POST", "/api/certificates/cert_1/revoke", { reason: "a hunch" });
    expect(revoked.body).toMatchObject({ kind: "revoked", reason: "a hunch" });
    expect((await ask("GET", "/api/certificates/cert_1")).body.standing).toBe("revoked");
    expect((await ask("POST", "/api/certificates/cert_1/verify")).body).toMatchObject({
      standing: "revoked",
    });
  });

  test("events of other mixtures are not among a mixture's", async () => {
    await house.ledger.appendEvent(exampleEvent(1, { mixture: "team/plain" }));
    const { body } = await ask("GET", `/api/mixtures/${encodeURIComponent("team/plain")}/events`);
    expect(body.data).toHaveLength(1);
  });
});
