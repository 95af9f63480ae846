import { z } from "zod";
import type { PolicyArtefact } from "../../router/learner/policy-artefact.ts";
import { snakeCase } from "../../core/snake-case.ts";
import { storedPolicy } from "../../gateway/ledger-control.ts";
import { route } from "./api-route.ts";
import { unknownMixture } from "../../gateway/unknown-mixture.ts";
import { flagField, mixtureField, versionField } from "./fields.ts";

const EVENT = "The event, as in `GET /api/mixtures/:mixture/events`.";
const POLICY = "`mixture`, `version`, `digest`, `at_us`, `origin`";

export const listPolicies = route({
  method: "GET",
  path: "/api/mixtures/:mixture/policies",
  summary: "The mixture's stored policies, newest first, without their bodies.",
  reply: `\`data\`: a list of ${POLICY}, \`serves\`.`,
  input: z.strictObject({ mixture: mixtureField }),
  async handle({ ledger, control }, { mixture }) {
    const { serving } = await control.status(mixture);
    const policies = await ledger.policies(mixture);
    const data = policies.map((policy) =>
      snakeCase({ ...policy, serves: policy.version === serving.policyVersion }),
    );
    return { object: "list", data } as const;
  },
});

export const showPolicy = route({
  method: "GET",
  path: "/api/policies/:mixture/:version",
  summary:
    "One policy with its artefact, which is the file that `toque learn` writes: its own names, as sealed.",
  reply: `${POLICY}, \`artefact\`.`,
  input: z.strictObject({ mixture: mixtureField, version: versionField }),
  async handle({ ledger, mixtures }, { mixture, version }) {
    // One that the config no longer has keeps what it learnt on record.
    if (!mixtures.includes(mixture) && (await ledger.policies(mixture)).length === 0)
      throw unknownMixture(mixture, mixtures);
    const { body, ...policy } = await storedPolicy(ledger, mixture, version);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was checked when it was stored
    return { ...snakeCase(policy), artefact: JSON.parse(body) as PolicyArtefact };
  },
});

export const importPolicy = route({
  method: "POST",
  path: "/api/mixtures/:mixture/policies",
  summary:
    "Stores a policy file. It serves nothing until it is promoted; the same file twice is one version.",
  reply: `${POLICY}.`,
  input: z.strictObject({
    mixture: mixtureField,
    artefact: z.looseObject({}).describe("What `toque learn` wrote."),
    origin: z.string().min(1).max(1_000).default("the API").describe("Where it is from, for the record."),
  }),
  async handle({ control }, { mixture, artefact, origin }, by) {
    const artefactJson = JSON.stringify(artefact);
    const { body: _, ...policy } = await control.import({ mixture, artefactJson, origin, by });
    return snakeCase(policy);
  },
});

export const promotePolicy = route({
  method: "POST",
  path: "/api/mixtures/:mixture/promote",
  summary: "Serves a policy from the next request on. Without a valid certificate only with `uncertified`.",
  reply: EVENT,
  input: z.strictObject({
    mixture: mixtureField,
    version: versionField,
    uncertified: flagField
      .default(false)
      .describe("Serve it although nothing proves that it is no worse than the reference."),
  }),
  handle: async ({ control }, change, by) => snakeCase(await control.promote({ ...change, by })),
});

export const rollbackPolicy = route({
  method: "POST",
  path: "/api/mixtures/:mixture/rollback",
  summary: "Back to what was served before if its certificate still holds, else to the reference.",
  reply: EVENT,
  input: z.strictObject({ mixture: mixtureField }),
  handle: async ({ control }, { mixture }, by) => snakeCase(await control.rollback({ mixture, by })),
});
