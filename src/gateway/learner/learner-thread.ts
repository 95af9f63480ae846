import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { AppError } from "../../core/app-error.ts";
import { timeSortedId } from "../../core/request-id.ts";
import { servedFrom } from "../../core/served.ts";
import type { StoredPolicy } from "../../core/stored-policy.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { openLedger } from "../../ledger/open.ts";
import { issueCertificate } from "../../router/certificate/issue-certificate.ts";
import { loadSigningKey } from "../../router/certificate/signing-key.ts";
import { lastServingEvent, readEvents } from "../read-events.ts";
import type { Finding } from "./finding.ts";
import { CANDIDATES_MAX, createLearner, type Learner, type News } from "./learner.ts";
import { type LearnerPlan, rulesOf } from "./learner-plan.ts";
import { withLag } from "./learner-status.ts";
import type { FromThread, Report, ThreadData, ToThread } from "./messages.ts";
import { readEvidence } from "./read-evidence.ts";
import { createReader } from "./read-on.ts";
import { yieldProcessor } from "./yield-processor.ts";

/** The thread that learns, so that learning never costs a request a moment. It reads the ledger and writes nothing. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `learner-worker.ts` is the only one to start it
const { location, keyFolder, plans, pollMs } = workerData as ThreadData;
const port = parentPort;
if (!port) throw new Error("learner-thread.ts runs in a worker thread only.");

/** What is older than this is of another time. */
const HISTORY_US = 90 * 24 * 3600 * 1e6;
/** Before a certificate is made, what it rests on is committed: read again, it is the same. */
const COMMITTED_MS = 2_000;

type Learning = {
  readonly plan: LearnerPlan;
  readonly learner: Learner;
  /** Reports are out: what follows from them is heard before the next. */
  waiting: boolean;
  restsOn: string | null;
  shown: string;
  safe: string;
};

yieldProcessor();
const ledger = await openLedger({ location, readOnly: true });
const learning = new Map(plans.map((plan): [string, Learning] => [plan.mixture, begin(plan)]));

port.on("message", ({ mixture, answersReports }: ToThread) => {
  const one = learning.get(mixture);
  if (one === undefined) return;
  void hear(mixture, one).then(() => (one.waiting &&= !answersReports));
});

for (const [mixture, one] of learning) {
  // oxlint-disable-next-line no-await-in-loop -- one connection: there is nothing to run side by side
  await hear(mixture, one);
}
const readOn = createReader(ledger, nowUs() - HISTORY_US);
for (;;) {
  // oxlint-disable-next-line no-await-in-loop -- one round after the other, forever
  const more = await round();
  // oxlint-disable-next-line no-await-in-loop -- see above
  if (!more) await sleep(pollMs);
}

/** A failure is nobody's to handle: it ends the thread, and the gateway starts another that reads the ledger anew. */
async function hear(mixture: string, one: Learning): Promise<void> {
  const news = await readNews(ledger, mixture);
  one.restsOn = lastServingEvent(news.events)?.id ?? null;
  one.learner.hear(news);
}

function begin(plan: LearnerPlan): Learning {
  return {
    plan,
    learner: createLearner(plan),
    waiting: false,
    restsOn: null,
    shown: "",
    safe: "",
  };
}

/** Reads on and says what was found. True when there is more to read at once. */
async function round(): Promise<boolean> {
  const untilUs = nowUs();
  const { rows, more } = await readOn(untilUs);
  const byMixture = Map.groupBy(rows, (row) => row.decision.mixture);
  for (const [mixture, one] of learning) {
    one.learner.read(byMixture.get(mixture) ?? [], more ? (rows.at(-1)?.outcome.atUs ?? 0) : untilUs);
    // What was read so far is history until all of it is.
    // oxlint-disable-next-line no-await-in-loop -- one connection, and one processor to learn on
    if (!more && !one.waiting) await review(one);
    show(mixture, one, more ? untilUs - (rows.at(-1)?.outcome.atUs ?? untilUs) : 0);
  }
  return more;
}

async function review(one: Learning): Promise<void> {
  const { mixture } = one.plan;
  const { restsOn } = one;
  const reports: Report[] = [];
  for (const finding of one.learner.review(nowUs())) {
    // oxlint-disable-next-line no-await-in-loop -- few, and in order
    const report = finding.type === "certifiable" ? await certified(one, finding) : finding;
    if (report !== null) reports.push(report);
  }
  if (reports.length === 0) return;
  one.waiting = true;
  send({ type: "reports", mixture, reports, restsOn });
}

type Certifiable = Extract<Finding, { type: "certifiable" }>;

/** The certificate, made from the ledger's rows alone; `null` when these do not bear it out. */
async function certified({ plan, learner }: Learning, finding: Certifiable): Promise<Report | null> {
  const { version, promote, reason, untilUs } = finding;
  const { mixture, reference, certificateLifeUs } = plan;
  const policy = await ledger.findPolicy(mixture, version);
  if (policy === null) throw new AppError("unknown_policy", `'${mixture}' has no policy ${version}`);
  await sleep(COMMITTED_MS);
  const { pairs, prices } = await readEvidence(ledger, { policy, untilUs });
  const { toleranceShare, confidence } = rulesOf(plan.objective, version);
  const claim = {
    id: newId("cert"),
    mixture,
    policy: policy.digest,
    policyVersion: version,
    reference,
    toleranceShare,
    confidence,
    verifierError: null,
    prices,
    issuedUs: untilUs,
    expiresUs: Math.round(nowUs()) + certificateLifeUs,
  };
  try {
    const certificate = issueCertificate(claim, pairs, loadSigningKey(keyFolder));
    return { type: "certified", certificate, promote, reason };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "not_enough_evidence") throw error;
    learner.refused(version);
    return null;
  }
}

async function readNews(from: Ledger, mixture: string): Promise<News> {
  const events = await readEvents(from, { mixture });
  const certificates = await from.certificates({ mixture });
  const summaries = await from.policies(mixture);
  const newest = summaries.slice(0, CANDIDATES_MAX).map(({ version }) => version);
  const serving = servedFrom(events).at(-1)?.policyVersion;
  const wanted = new Set(serving === undefined ? newest : [...newest, serving]);
  const policies: StoredPolicy[] = [];
  for (const version of wanted) {
    // oxlint-disable-next-line no-await-in-loop -- one connection: there is nothing to run side by side
    const policy = await from.findPolicy(mixture, version);
    if (policy !== null) policies.push(policy);
  }
  return { events, policies, certificates };
}

function show(mixture: string, one: Learning, behindUs: number): void {
  const status = withLag(one.learner.status(), behindUs);
  const shown = JSON.stringify(status);
  if (shown === one.shown) return;
  one.shown = shown;
  send({ type: "status", mixture, status });
  // Only new verdicts change it, and these change the status.
  const experts = one.learner.safe();
  if (experts.join("\n") === one.safe) return;
  one.safe = experts.join("\n");
  send({ type: "safe", mixture, experts });
}

function send(message: FromThread): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  port?.postMessage(message);
}

function nowUs(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1_000);
}

function newId(prefix: string): string {
  // oxlint-disable-next-line no-restricted-properties -- an id has to be new; nothing is learnt from it
  return timeSortedId(prefix, { nowMs: () => nowUs() / 1_000, random: Math.random });
}
