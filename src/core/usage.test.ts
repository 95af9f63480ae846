import * as fc from "fast-check";
import { expect, test } from "vitest";
import { usageFromTotals, type UsageTotals } from "./usage.ts";

const claimed = fc.oneof(
  fc.integer({ min: -10, max: 1_000_000 }),
  fc.double(),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN),
);
const totals: fc.Arbitrary<UsageTotals> = fc.record(
  {
    inputTotal: claimed,
    inputCacheRead: claimed,
    inputCacheWrite5m: claimed,
    inputCacheWrite1h: claimed,
    inputAudio: claimed,
    inputImage: claimed,
    outputTotal: claimed,
    outputReasoning: claimed,
    outputAudio: claimed,
  },
  { requiredKeys: ["inputTotal", "outputTotal"] },
);

test("whatever a provider claims, the parts are whole, not negative and sum exactly to the totals", () => {
  fc.assert(
    fc.property(totals, (claims) => {
      const usage = usageFromTotals(claims);
      const input = [
        usage.inputUncached,
        usage.inputCacheRead,
        usage.inputCacheWrite5m,
        usage.inputCacheWrite1h,
        usage.inputAudio,
        usage.inputImage,
      ];
      const output = [usage.outputVisible, usage.outputReasoning, usage.outputAudio];
      for (const part of [...input, ...output]) {
        expect(Number.isSafeInteger(part)).toBe(true);
        expect(part).toBeGreaterThanOrEqual(0);
      }
      expect(sum(input)).toBe(BigInt(usage.inputTotal));
      expect(sum(output)).toBe(BigInt(usage.outputTotal));
    }),
  );
});

test("consistent claims are taken as they are", () => {
  const usage = usageFromTotals({
    inputTotal: 100,
    inputCacheRead: 30,
    inputCacheWrite5m: 20,
    inputCacheWrite1h: 10,
    outputTotal: 50,
    outputReasoning: 40,
  });
  expect(usage).toMatchObject({
    inputUncached: 40,
    inputCacheRead: 30,
    inputCacheWrite5m: 20,
    inputCacheWrite1h: 10,
    inputTotal: 100,
    outputVisible: 10,
    outputReasoning: 40,
    outputTotal: 50,
    source: "provider",
  });
});

test("more cached tokens than prompt tokens are cut to the prompt", () => {
  expect(usageFromTotals({ inputTotal: 10, inputCacheRead: 12, outputTotal: 0 })).toMatchObject({
    inputUncached: 0,
    inputCacheRead: 10,
    inputTotal: 10,
  });
});

function sum(parts: readonly number[]): bigint {
  return parts.reduce((total, part) => total + BigInt(part), 0n);
}
