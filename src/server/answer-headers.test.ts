import * as fc from "fast-check";
import { expect, test } from "vitest";
import { answerHeaders, decimal } from "./answer-headers.ts";

const meta = {
  requestId: "req_1",
  expert: "a",
  mixture: null,
  policy: "pinned@1",
  certificate: null,
  mode: "route" as const,
  costNanoUsd: null,
  energyMj: null,
  overheadUs: 120,
  outcomes: [],
};

test("what is unknown is absent, not zero", () => {
  expect(answerHeaders(meta)).toEqual({
    "x-toque-expert": "a",
    "x-toque-policy": "pinned@1",
    "x-toque-mode": "route",
    "x-toque-overhead-us": "120",
  });
  const known = answerHeaders({ ...meta, costNanoUsd: 1_500, energyMj: 0, certificate: "cert_1" });
  expect(known).toMatchObject({
    "x-toque-certificate": "cert_1",
    "x-toque-cost-usd": "0.0000015",
    "x-toque-energy-j": "0",
  });
});

test("a decimal is exact: it reads back as the same integer", () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 40 }), (units) => {
      expect(Math.round(Number(decimal(units, 1_000_000_000)) * 1_000_000_000)).toBe(units);
    }),
  );
});
