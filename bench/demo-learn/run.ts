import { parseArgs } from "node:util";
import { numberOf, wholeNumberOf } from "../../src/cli/option-values.ts";
import type { Toque } from "../../src/main.ts";
import { CHANGED, CHANGED_TO, emptyFolder, MIXTURE, openWorld, type World } from "./open-world.ts";
import { eventLine, progressLines } from "./progress.ts";
import { openScreen, type Screen } from "./screen.ts";
import { type Summary, summaryLines, summaryOf } from "./summary.ts";
import type { Asked } from "./tally.ts";
import { freshProblems, openClient, traffic } from "./traffic.ts";

/**
 * The live proof: from an empty ledger, a mixture that must match its reference learns who is good at what, is
 * certified, moves its traffic, and takes it back when one expert silently becomes another.
 */
const USAGE = `npm run demo:learn -- [options]
  --requests N     through the mixture (default 3000)
  --seed N         of the practice suite; a seed never used for training (default 91000)
  --change N       after so many requests one expert answers with another one's file (default 60 %)
  --shadow SHARE   of the requests that every expert answers (default 0.25)
  --no-tags        clients do not say what kind of task it is: only its text tells
  --json           one JSON object at the end, nothing else`;

const OPTIONS = {
  requests: { type: "string", default: "3000" },
  seed: { type: "string", default: "91000" },
  change: { type: "string" },
  shadow: { type: "string", default: "0.25" },
  "no-tags": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

const REQUESTS_MAX = 1_000_000;
/** The first certificate came after some 600 of them (docs/routing.md); then the change has to be noticed too. */
const REQUESTS_ENOUGH = 1_500;

/** The command line, checked; ends the process when it is wrong. */
function readOptions() {
  try {
    const { values: given } = parseArgs({ options: OPTIONS });
    const requests = wholeNumberOf("--requests", given.requests, { min: 1, max: REQUESTS_MAX });
    const change = given.change ?? String(Math.max(1, Math.round(requests * 0.6)));
    return {
      ...given,
      requests,
      seed: wholeNumberOf("--seed", given.seed, { min: 0, max: 2 ** 31 }),
      changedAt: wholeNumberOf("--change", change, { min: 1, max: REQUESTS_MAX }),
      shadow: numberOf("--shadow", given.shadow, { min: 0, max: 1 }),
    };
  } catch (error) {
    console.error(`error usage: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return process.exit(2);
  }
}

const values = readOptions();

const SHOW_EVERY = { terminal: 20, lines: 300 };
/** Every so many problems the reference answers too, to compare with. */
const CONTROL_EVERY = 3;

async function main(): Promise<void> {
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const folder = emptyFolder();
  const world = await openWorld({ dir: folder.dir, shadowShare: values.shadow, log: console.error });
  try {
    const summary = await demonstrate(world);
    if (values.json) console.log(JSON.stringify(summary));
    else for (const line of summaryLines(summary)) console.log(line);
  } finally {
    await world.close();
    folder.remove();
  }
}

async function demonstrate(world: World): Promise<Summary> {
  const { requests, changedAt } = values;
  if (requests < REQUESTS_ENOUGH)
    console.error(
      `${requests} requests are few: a certificate and a change that is caught take ${REQUESTS_ENOUGH} or more`,
    );
  const screen = values.json ? null : openScreen(process.stdout);
  const tags = !values["no-tags"];
  const startedMs = performance.now();
  const client = await openClient(world.toque, tags);
  const asked: Asked[] = [];
  const problems = freshProblems(requests, values.seed);
  const watch = watcher(world.toque, screen);
  for await (const one of traffic(client, problems, CONTROL_EVERY)) {
    asked.push(one);
    if (one.model !== MIXTURE) continue;
    if (one.index + 1 === changedAt) {
      world.switched.replaceBy(CHANGED_TO);
      screen?.say(`* from now on ${CHANGED} answers with the weights of ${CHANGED_TO}; nobody is told`);
    }
    await watch(requests, asked);
  }
  await client.close();
  const events = await eventsOf(world.toque);
  const certificates = await world.toque.ledger.certificates({ mixture: MIXTURE });
  const [first] = certificates.slice(-1);
  const verdict = first === undefined ? null : await world.toque.api.verify(first);
  return summaryOf({
    asked,
    events,
    certificates,
    verified: verdict === null ? null : verdict.discrepancies.length === 0,
    changedAt,
    tags,
    seconds: (performance.now() - startedMs) / 1_000,
  });
}

/** Redraws now and then; on a terminal often, in a file seldom, with every event as it comes. */
function watcher(toque: Toque, screen: Screen | null) {
  let seen = 0;
  return async (requests: number, asked: readonly Asked[]): Promise<void> => {
    const count = asked.filter(({ model }) => model === MIXTURE).length;
    const every = process.stdout.isTTY ? SHOW_EVERY.terminal : SHOW_EVERY.lines;
    if (screen === null || count % SHOW_EVERY.terminal !== 0) return;
    const events = await eventsOf(toque);
    for (const event of events.slice(seen)) screen.say(eventLine(event));
    seen = events.length;
    if (count % every !== 0) return;
    const status = await toque.learning.control.status(MIXTURE);
    screen.show(progressLines({ requests, asked, events: [], status }));
  };
}

async function eventsOf(toque: Toque) {
  return (await toque.ledger.events({ mixture: MIXTURE, limit: 1_000 })).toReversed();
}

await main();
