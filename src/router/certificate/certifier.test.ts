import { expect, test } from "vitest";
import { seededDraws } from "../../statistics/seeded-draws.ts";
import { alphaOfTrial } from "./alpha-spending.ts";
import { cheapestHolding, openCertifier } from "./certifier.ts";
import type { Certifier } from "./certifier.ts";

const RULES = { toleranceShare: 0.05, confidence: 0.95, trial: 1 };

function feed(certifier: Certifier, differences: readonly number[], family: string | null = null): Certifier {
  for (const difference of differences) certifier.add({ family, difference });
  return certifier;
}

test("what all trials may spend together is the whole", () => {
  let spent = 0;
  for (let trial = 1; trial <= 10_000; trial++) spent += alphaOfTrial(0.05, trial);
  expect(spent).toBeCloseTo(0.05, 5);
  expect(alphaOfTrial(0.05, 1)).toBe(0.025);
});

test("ties prove no loss once the e-value reaches one over what the trial may spend, and not before", () => {
  const certifier = openCertifier(RULES);
  let pairs = 0;
  while (!certifier.holds) {
    certifier.add({ family: null, difference: 0 });
    pairs++;
  }
  const { logEValue, logThreshold, lowerBound } = certifier.status();
  expect(logThreshold).toBeCloseTo(Math.log(40), 12);
  expect(logEValue).toBeGreaterThanOrEqual(logThreshold);
  expect(lowerBound).toBeGreaterThanOrEqual(-0.05);
  const before = feed(
    openCertifier(RULES),
    Array.from({ length: pairs - 1 }, () => 0),
  ).status();
  expect(before).toMatchObject({ holds: false, pairs: pairs - 1 });
  expect(before.lowerBound).toBeLessThan(-0.05);
  expect(
    feed(
      openCertifier({ ...RULES, trial: 2 }),
      Array.from({ length: pairs }, () => 0),
    ).holds,
  ).toBe(false);
});

test("without pairs nothing is known", () => {
  expect(openCertifier(RULES).status()).toMatchObject({
    pairs: 0,
    difference: null,
    lowerBound: -1,
    logEValue: 0,
    holds: false,
    families: [],
  });
});

test("each family has its own evidence, bounded for as many as have turned up", () => {
  const certifier = feed(
    openCertifier(RULES),
    Array.from({ length: 300 }, () => 0),
    "words",
  );
  feed(
    certifier,
    Array.from({ length: 300 }, (_, index) => (index % 3 === 0 ? -1 : 0)),
    "algebra",
  );
  const [words, algebra] = certifier.status().families;
  expect(words).toMatchObject({ family: "words", pairs: 300, difference: 0 });
  expect(words?.logThreshold).toBeCloseTo(Math.log(80), 12);
  expect(algebra).toMatchObject({ family: "algebra", pairs: 300, difference: -1 / 3 });
  expect(algebra?.logThreshold).toBeCloseTo(Math.log(240), 12);
  expect(algebra?.lowerBound).toBeLessThan(-1 / 3);
});

test("a flood of family names does not grow without end", () => {
  const certifier = openCertifier(RULES);
  for (let name = 0; name < 1_000; name++) certifier.add({ family: `f${name}`, difference: 0 });
  const { families, pairs } = certifier.status();
  expect(pairs).toBe(1_000);
  expect(families.length).toBeLessThanOrEqual(201);
  expect(families.reduce((sum, family) => sum + family.pairs, 0)).toBe(1_000);
});

test("of several candidates the cheapest is taken that holds together with all safer ones", () => {
  const yes = { holds: true };
  const no = { holds: false };
  expect(cheapestHolding([yes, yes, no, yes])).toBe(1);
  expect(cheapestHolding([yes, yes])).toBe(1);
  expect(cheapestHolding([no, yes])).toBeNull();
  expect(cheapestHolding([])).toBeNull();
});

test("a policy that loses just what is tolerated gets a certificate in at most 5 % of runs, looked at after every pair", () => {
  // Three policies one after another, each exactly at the boundary, each at its own share of the error.
  const draw = seededDraws(23);
  const [runs, pairs] = [400, 300];
  let wrong = 0;
  for (let run = 0; run < runs; run++) {
    let certified = false;
    for (const trial of [1, 2, 3]) {
      const certifier = openCertifier({ ...RULES, trial });
      for (let pair = 0; pair < pairs && !certifier.holds; pair++) {
        const x = draw();
        certifier.add({ family: null, difference: x < 0.13 ? -1 : x < 0.21 ? 1 : 0 });
      }
      certified ||= certifier.holds;
    }
    if (certified) wrong++;
  }
  expect(wrong).toBeGreaterThan(0);
  expect(wrong / runs).toBeLessThanOrEqual(0.05 + 2 * Math.sqrt((0.05 * 0.95) / runs));
});

test("a policy as good as the reference gets its certificate", () => {
  const draw = seededDraws(29);
  const certifier = openCertifier(RULES);
  for (let pair = 0; pair < 3_000 && !certifier.holds; pair++) {
    const x = draw();
    certifier.add({ family: null, difference: x < 0.08 ? -1 : x < 0.16 ? 1 : 0 });
  }
  expect(certifier.holds).toBe(true);
});
