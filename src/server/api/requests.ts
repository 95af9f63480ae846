import { z } from "zod";
import { AppError } from "../../core/app-error.ts";
import type { RequestRecord } from "../../core/request-record.ts";
import { snakeCase } from "../../core/snake-case.ts";
import { explain } from "../../gateway/explain.ts";
import { knownTotals } from "../../ledger/known-totals.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { pageOf, route } from "./api-route.ts";
import {
  beforeField,
  flagField,
  idField,
  limitField,
  mixtureField,
  nameField,
  sinceField,
  sinceFilter,
} from "./fields.ts";

const SHADOWS_MAX = 64;

const filterFields = {
  since: sinceField.optional(),
  mixture: mixtureField.optional(),
  expert: nameField.optional().describe("Only answers of this expert."),
  status: z.enum(["ok", "error", "client_closed"]).optional().describe("Only requests that ended so."),
};

export const listRequests = route({
  method: "GET",
  path: "/api/requests",
  summary: "Recorded requests, newest first, without prompt, answer and features.",
  reply:
    "A page: `data`: `id`, `received_us`, `model`, `expert`, `status`, `cost_nano_usd`, `decision`, `attempts`, `outcomes`, …; `next`.",
  input: z.strictObject({
    ...filterFields,
    shadows: flagField.default(false).describe("List shadow runs too."),
    before: beforeField("req"),
    limit: limitField,
  }),
  async handle(deps, input) {
    const { since, limit, ...filter } = input;
    const requests = await deps.ledger.list({ ...present(filter), ...sinceFilter(since, deps), limit });
    return pageOf(requests.map(summaryOf), limit);
  },
});

export const showRequest = route({
  method: "GET",
  path: "/api/requests/:id",
  summary: "One request with all that is on record, and the shadow runs beside it.",
  reply: "`request`, `shadows`: a list.",
  input: z.strictObject({ id: idField }),
  async handle({ ledger }, { id }) {
    const { request, shadows } = await withShadows(ledger, id);
    return { request: snakeCase(request), shadows: shadows.map(summaryOf) };
  },
});

export const explainRequest = route({
  method: "GET",
  path: "/api/requests/:id/explain",
  summary: "Why an answer came from where it did, in plain words, from what is on record.",
  reply: "`id`, `lines`: sentences, in order.",
  input: z.strictObject({ id: idField }),
  async handle({ ledger }, { id }) {
    const { request, shadows } = await withShadows(ledger, id);
    const certificate =
      request.decision.certificate === null
        ? null
        : await ledger.findCertificate(request.decision.certificate);
    return { id, lines: explain({ request, shadows, certificate }) };
  },
});

export const showTotals = route({
  method: "GET",
  path: "/api/totals",
  summary:
    "Sums over requests: what clients asked, and beside it `shadow`: what was asked on the side to learn from.",
  reply:
    "`requests`, `attempts`, `outcomes`, `cost_nano_usd`, `cost_unknown` (requests), `energy_mj`, `energy_unknown`, and the same in `shadow`.",
  input: z.strictObject(filterFields),
  async handle(deps, { since, ...filter }) {
    const totals = await deps.ledger.totals({ ...present(filter), ...sinceFilter(since, deps) });
    return snakeCase({ ...knownTotals(totals), shadow: knownTotals(totals.shadow) });
  },
});

function summaryOf(request: RequestRecord) {
  const { prompt: _p, answer: _a, features: _f, ...summary } = request;
  return snakeCase(summary);
}

async function withShadows(ledger: Ledger, id: string) {
  const request = await ledger.find(id);
  if (request === null) {
    throw new AppError("unknown_request", `the ledger has no request ${id}`, {
      param: "id",
      hint: "`toque ledger list` or `GET /api/requests` shows those it has",
    });
  }
  return { request, shadows: await ledger.list({ shadowOf: id, limit: SHADOWS_MAX }) };
}

type Present<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

/** Without the fields that were not given. */
function present<Fields extends object>(fields: Fields): Present<Fields> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is left has no undefined
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Present<Fields>;
}
