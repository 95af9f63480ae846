import type { Certificate } from "../../src/core/certificate.ts";
import type { MixtureEvent } from "../../src/core/mixture-event.ts";
import { CHANGED, CHANGED_TO, MIXTURE, REFERENCE } from "./open-world.ts";
import { percent, points, tallyLine, times } from "./progress.ts";
import { type Asked, compare, type Compared, tally, type Tally } from "./tally.ts";

export type Phase = { readonly name: string; readonly mixture: Tally; readonly compared: Compared | null };

export type Summary = {
  readonly requests: number;
  readonly tags: boolean;
  readonly seconds: number;
  /** Requests answered before the first certified answer; `null` when none came. */
  readonly certifiedAfter: number | null;
  readonly certificate: Pick<
    Certificate,
    "policyVersion" | "pairs" | "difference" | "lowerBound" | "eValue" | "costShare" | "energyShare"
  > | null;
  readonly certificateVerified: boolean | null;
  readonly changedAt: number;
  /** Requests, and answers of the changed expert among them, from the change to the first the reference served again. */
  readonly caughtAfter: { readonly requests: number; readonly answersOfChanged: number } | null;
  readonly phases: readonly Phase[];
  readonly reference: Tally;
  readonly events: readonly MixtureEvent[];
};

export type Run = {
  readonly asked: readonly Asked[];
  readonly events: readonly MixtureEvent[];
  readonly certificates: readonly Certificate[];
  readonly verified: boolean | null;
  readonly changedAt: number;
  readonly tags: boolean;
  readonly seconds: number;
};

export function summaryOf(run: Run): Summary {
  const { asked, events, certificates, changedAt } = run;
  const mixture = asked.filter(({ model }) => model === MIXTURE);
  const control = asked.filter(({ model }) => model === REFERENCE);
  const first = mixture.findIndex(({ role }) => role !== "reference");
  const after = mixture.slice(changedAt);
  const caught = first === -1 ? -1 : after.findIndex(({ role }) => role === "reference");
  const until = after.slice(0, caught === -1 ? after.length : caught);
  const rest = after.slice(until.length);
  const phase = (name: string, of: readonly Asked[]): Phase => ({
    name,
    mixture: tally(of),
    compared: compare(of, control),
  });
  const certificate = certificates.at(-1) ?? null;
  return {
    requests: mixture.length,
    tags: run.tags,
    seconds: run.seconds,
    certifiedAfter: first === -1 ? null : first,
    certificate: certificate === null ? null : numbersOf(certificate),
    certificateVerified: run.verified,
    changedAt,
    caughtAfter:
      caught === -1
        ? null
        : { requests: caught, answersOfChanged: until.filter(({ expert }) => expert === CHANGED).length },
    phases: [
      phase("the reference serves, Toque learns", mixture.slice(0, first === -1 ? changedAt : first)),
      phase("certified policies serve", first === -1 ? [] : mixture.slice(first, changedAt)),
      phase(`${CHANGED} has become ${CHANGED_TO}, unnoticed`, until),
      phase("after it was caught", rest),
    ],
    reference: tally(control),
    events,
  };
}

function numbersOf(certificate: Certificate): NonNullable<Summary["certificate"]> {
  const { policyVersion, pairs, difference, lowerBound, eValue, costShare, energyShare } = certificate;
  return { policyVersion, pairs, difference, lowerBound, eValue, costShare, energyShare };
}

export function summaryLines(summary: Summary): readonly string[] {
  const { certificate, certifiedAfter, caughtAfter, phases, reference } = summary;
  const tags = summary.tags ? "with" : "without";
  const lines = [
    "",
    `${summary.requests} requests ${tags} task tags in ${summary.seconds.toFixed(0)} s`,
    certificate === null || certifiedAfter === null
      ? "no certificate was issued"
      : `certified after ${certifiedAfter} requests; first certificate: ${certificate.pairs} pairs, ` +
        `${points(certificate.difference)} points to the reference, at least ${points(certificate.lowerBound)}, ` +
        `e-value ${certificate.eValue.toPrecision(3)}, energy × ${times(certificate.energyShare)}; ` +
        `verified again from the ledger: ${summary.certificateVerified === true ? "yes" : "NO"}`,
    caughtAfter === null
      ? "the changed expert was not caught"
      : `the changed expert was caught after ${caughtAfter.requests} requests, ` +
        `${caughtAfter.answersOfChanged} of them answered by it`,
  ];
  for (const { name, mixture, compared } of phases) {
    if (mixture.answers === 0) continue;
    lines.push(`${name}:`, `  mixture    ${tallyLine(mixture)}`);
    if (compared !== null)
      lines.push(
        `  mixture less reference ${points(compared.accuracyDifference)} points on ${compared.problems} problems ` +
          `(95 % ${points(compared.interval[0])} to ${points(compared.interval[1])}); ` +
          `energy of the mixture × ${times(compared.energyRatio)}, cost × ${times(compared.costRatio)}`,
      );
    const shares = Object.entries(mixture.experts).map(([expert, share]) => `${expert} ${percent(share)}`);
    lines.push(`  answered by ${shares.join(", ")}`);
  }
  return [...lines, `the reference alone: ${tallyLine(reference)}`];
}
