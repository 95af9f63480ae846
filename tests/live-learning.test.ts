import { afterAll, beforeAll, expect, test } from "vitest";
import {
  CHANGED,
  CHANGED_TO,
  emptyFolder,
  MIXTURE,
  openWorld,
  REFERENCE,
  type World,
} from "../bench/demo-learn/open-world.ts";
import { type Asked, compare } from "../bench/demo-learn/tally.ts";
import { type Client, freshProblems, openClient } from "../bench/demo-learn/traffic.ts";

/** The live proof in small: real models, a real ledger, the server's own door. What follows builds on what was before. */
const EXPERTS = [REFERENCE, CHANGED, CHANGED_TO];
const FAMILIES = ["words", "arithmetic"];
const SEED = 91_500;
const PATIENCE_MS = 240_000;
/** How many requests each part may take before it has failed. */
const LEARN_MAX = 500;
const NOTICE_MAX = 400;
/** Verified answers of a changed expert until it is caught, at most. */
const CAUGHT_WITHIN = 300;
/** A drift test first learns from 200 answers what is normal. */
const NORMAL = 300;

const folder = emptyFolder();
const problems = freshProblems(1_440, SEED, FAMILIES);
let world: World;
let client: Client;
let index = 0;

beforeAll(open, PATIENCE_MS);
afterAll(async () => {
  await close();
  folder.remove();
}, PATIENCE_MS);

async function open(): Promise<void> {
  world = await openWorld({ dir: folder.dir, shadowShare: 0.5, experts: EXPERTS, log: console.error });
  client = await openClient(world.toque, true);
}

async function close(): Promise<void> {
  await client.close();
  await world.close();
}

/** Sends requests until the condition holds; every third problem is also answered by the reference alone. */
async function serve(
  max: number,
  until: (latest: Asked) => boolean = () => false,
): Promise<readonly Asked[]> {
  const part: Asked[] = [];
  for (const end = index + max; index < end; index++) {
    const problem = problems[index];
    if (problem === undefined) throw new Error("there are too few problems");
    const latest = await client.ask({ problem, index, model: MIXTURE });
    part.push(latest);
    if (until(latest)) break;
  }
  return part;
}

/** What the reference alone says to every third of these problems. */
async function control(part: readonly Asked[]): Promise<readonly Asked[]> {
  const answers: Asked[] = [];
  for (const { index: at } of part.filter((_, number) => number % 3 === 0)) {
    const problem = problems[at];
    if (problem !== undefined) answers.push(await client.ask({ problem, index: at, model: REFERENCE }));
  }
  return answers;
}

async function kinds(): Promise<readonly string[]> {
  return (await world.toque.ledger.events({ mixture: MIXTURE, limit: 100 }))
    .map(({ kind }) => kind)
    .toReversed();
}

test(
  "from an empty ledger the reference serves, a policy is learnt, certified by fresh pairs and promoted",
  async () => {
    const part = await serve(LEARN_MAX, ({ role }) => role === "policy");
    expect(part[0]).toMatchObject({ role: "reference", expert: REFERENCE });
    expect(part.at(-1)).toMatchObject({ role: "policy" });
    expect(await kinds()).toEqual(expect.arrayContaining(["learnt", "certified", "promoted"]));
    expect((await world.toque.learning.control.status(MIXTURE)).serving).toMatchObject({
      role: "policy",
      certificate: expect.any(String),
    });
  },
  PATIENCE_MS,
);

test("the certificate is verified from the ledger, and one that was changed is refused", async () => {
  const [certificate] = await world.toque.ledger.certificates({ mixture: MIXTURE });
  if (certificate === undefined) throw new Error("there is no certificate");
  expect(await world.toque.api.verify(certificate)).toMatchObject({
    pairs: certificate.pairs,
    discrepancies: [],
  });
  const better = { ...certificate, difference: certificate.difference + 0.01 };
  const fields = (await world.toque.api.verify(better)).discrepancies.map(({ field }) => field);
  expect(fields).toEqual(expect.arrayContaining(["signature", "difference"]));
});

test(
  "a learner that is killed does not stop serving, and comes back knowing what it knew",
  async () => {
    const before = (await world.toque.learning.control.status(MIXTURE)).learner;
    await world.toque.learning.killLearner?.();
    const part = await serve(20);
    expect(part).toHaveLength(20);
    expect(part.every(({ role }) => role !== "reference")).toBe(true);
    await expect
      .poll(async () => (await world.toque.learning.control.status(MIXTURE)).learner, { timeout: 60_000 })
      .toMatchObject({ state: expect.not.stringMatching("failed") });
    const after = (await world.toque.learning.control.status(MIXTURE)).learner;
    expect(after.verified).toBeGreaterThanOrEqual(before.verified);
    expect(await kinds()).toContain("learner-failed");
  },
  PATIENCE_MS,
);

test(
  "after a restart the ledger's certificate serves from the first request on",
  async () => {
    const before = (await world.toque.learning.control.status(MIXTURE)).serving;
    await close();
    await open();
    const [first] = await serve(1);
    expect(first).toMatchObject({ role: expect.stringMatching(/policy|explore/u) });
    expect((await world.toque.learning.control.status(MIXTURE)).serving).toMatchObject({
      policyVersion: before.policyVersion,
      certificate: before.certificate,
    });
  },
  PATIENCE_MS,
);

test(
  "traffic moves to the specialists, and nothing is lost",
  async () => {
    const mixture = await serve(NORMAL);
    const specialists = mixture.filter(({ expert }) => expert !== REFERENCE);
    expect(specialists.length / mixture.length).toBeGreaterThan(0.3);
    const compared = compare(mixture, await control(mixture));
    expect(compared?.interval[1]).toBeGreaterThan(0);
    expect(compared?.energyRatio).toBeLessThan(1);
  },
  PATIENCE_MS,
);

test(
  "an expert that silently becomes another is caught: the certificate is revoked and the reference serves",
  async () => {
    world.switched.replaceBy(CHANGED_TO);
    const part = await serve(NOTICE_MAX, ({ role }) => role === "reference");
    expect(part.at(-1)).toMatchObject({ role: "reference", expert: REFERENCE });
    const wrong = part.filter(({ expert }) => expert === CHANGED);
    expect(wrong.length).toBeLessThanOrEqual(CAUGHT_WITHIN);
    const events = await world.toque.ledger.events({ mixture: MIXTURE, limit: 100 });
    expect(events.find(({ kind }) => kind === "revoked")).toBeDefined();
    const drifted = events.filter(({ kind }) => kind === "drift").map(({ expert }) => expert);
    expect(drifted).toContain(CHANGED);
  },
  PATIENCE_MS,
);
