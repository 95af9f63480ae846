import type { MixtureEvent } from "../../src/core/mixture-event.ts";
import type { MixtureStatus } from "../../src/gateway/mixture-control.ts";
import { type Asked, compare, tally, type Tally } from "./tally.ts";
import { MIXTURE, REFERENCE } from "./open-world.ts";

/** Everything that happened so far. */
export type Progress = {
  readonly requests: number;
  readonly asked: readonly Asked[];
  readonly events: readonly MixtureEvent[];
  readonly status: MixtureStatus;
};

/** Answers that the live view speaks of: what is served now, not at the beginning. */
const RECENT = 400;

/** A few lines that fit a terminal. */
export function progressLines({ requests, asked, events, status }: Progress): readonly string[] {
  const mixture = asked.filter(({ model }) => model === MIXTURE);
  const recent = mixture.slice(-RECENT);
  const control = asked.filter(({ model }) => model === REFERENCE);
  const compared = compare(recent, control);
  const { serving, learner } = status;
  const needed = learner.pairsNeeded === null ? "" : ` of about ${learner.pairsNeeded}`;
  const lines = [
    `request ${mixture.length} of ${requests}; ${serving.policy} serves: ${serving.reason}`,
    `learner  ${learner.state}, ${learner.pairs}${needed} pairs; ${learner.message}`,
    `the last ${recent.length} requests:`,
    ...Object.entries(tally(recent).experts)
      .toSorted(([, one], [, other]) => other - one)
      .map(([expert, share]) => `  ${bar(share)} ${percent(share).padStart(7)}  ${expert}`),
    `  mixture    ${tallyLine(tally(recent))}`,
    `  reference  ${tallyLine(tally(control.slice(-RECENT)))}`,
  ];
  if (compared !== null)
    lines.push(
      `  on the ${compared.problems} that both answered: ${points(compared.accuracyDifference)} points ` +
        `(95 % ${points(compared.interval[0])} to ${points(compared.interval[1])}), energy × ${times(compared.energyRatio)}`,
    );
  return [...lines, ...events.slice(-6).map(eventLine)];
}

export function eventLine({ kind, policyVersion, certificate, expert, reason }: MixtureEvent): string {
  const about = [policyVersion === null ? null : `policy ${policyVersion}`, certificate, expert];
  return `* ${kind} ${about.filter((one) => one !== null).join(", ")}: ${reason}`;
}

export function tallyLine({
  answers,
  accuracy,
  interval,
  energyMj,
  costNanoUsd,
  milliseconds,
}: Tally): string {
  if (accuracy === null || interval === null) return "nothing yet";
  const cost = costNanoUsd === null ? "cost unknown" : `${(costNanoUsd / 1e9).toPrecision(3)} USD`;
  const energy = energyMj === null ? "energy unknown" : `${energyMj.toFixed(0)} mJ`;
  return (
    `${percent(accuracy)} right (95 % ${percent(interval[0])} to ${percent(interval[1])}, n ${answers}), ` +
    `${energy}, ${cost}, ${milliseconds?.toFixed(0) ?? "?"} ms a request`
  );
}

const BAR_CHARS = 20;

function bar(share: number): string {
  return "█".repeat(Math.round(share * BAR_CHARS)).padEnd(BAR_CHARS, "·");
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

export function points(share: number): string {
  return `${share >= 0 ? "+" : "−"}${Math.abs(share * 100).toFixed(1)}`;
}

export function times(ratio: number | null): string {
  return ratio === null ? "?" : ratio.toFixed(2);
}
