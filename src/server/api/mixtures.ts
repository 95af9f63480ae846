import { z } from "zod";
import { snakeCase } from "../../core/snake-case.ts";
import { reportMixture } from "../../gateway/mixture-report.ts";
import { route } from "./api-route.ts";
import { mixtureField, sinceField } from "./fields.ts";
import { momentUs } from "../../core/moment.ts";

/** All that is on record of a million requests takes seconds to add up. */
const reportSince = sinceField
  .default("7d")
  .describe("What is counted: since a date or an age (30m, 2h, 7d).");

const REPORT =
  "`mixture`, `mode`, `objective`, `reference`, `experts`; `serving` {`role`, `policy`, `policy_version`, `certificate`, " +
  "`reason`}; `learner` {`state`, `message`, `verified`, `pairs`, `pairs_needed`, `learnt_us`}; `certificate`: the newest " +
  "with its `standing`; `expert_records`: per expert what was verified, with accuracy and its 95 % interval, mean cost, " +
  "energy and time, and `client` and `shadow`, what was spent on each, since `since_us`";

export const listMixtures = route({
  method: "GET",
  path: "/api/mixtures",
  summary: "Every mixture: what serves, why, what was verified, what it cost.",
  reply: `\`data\`: a list of ${REPORT}.`,
  input: z.strictObject({ since: reportSince }),
  async handle(deps, { since }) {
    const sinceUs = momentUs(since, deps.nowUs() / 1_000);
    const data = [];
    for (const mixture of deps.mixtures) {
      // oxlint-disable-next-line no-await-in-loop -- one reader: there is nothing to run side by side
      data.push(snakeCase(await reportMixture(deps, mixture, sinceUs)));
    }
    return { object: "list", data } as const;
  },
});

export const showMixture = route({
  method: "GET",
  path: "/api/mixtures/:mixture",
  summary: "One mixture.",
  reply: `${REPORT}.`,
  input: z.strictObject({ mixture: mixtureField, since: reportSince }),
  async handle(deps, { mixture, since }) {
    const sinceUs = momentUs(since, deps.nowUs() / 1_000);
    return snakeCase(await reportMixture(deps, mixture, sinceUs));
  },
});
