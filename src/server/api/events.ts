import { z } from "zod";
import { snakeCase } from "../../core/snake-case.ts";
import { pageOf, route } from "./api-route.ts";
import { beforeField, limitField, mixtureField } from "./fields.ts";

export const listEvents = route({
  method: "GET",
  path: "/api/mixtures/:mixture/events",
  summary:
    "What happened to the mixture's policy, newest first: learnt, promoted, certified, revoked, drift, rolled-back, defined.",
  reply:
    "A page: `data`: `id`, `at_us`, `mixture`, `kind`, `policy_version`, `certificate`, `expert`, `by`, `reason`; `next`.",
  input: z.strictObject({ mixture: mixtureField, before: beforeField("evt"), limit: limitField }),
  async handle({ ledger }, { mixture, before, limit }) {
    const events = await ledger.events({ mixture, limit, ...(before === undefined ? {} : { before }) });
    return pageOf(snakeCase(events), limit);
  },
});
