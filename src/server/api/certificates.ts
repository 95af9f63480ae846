import { z } from "zod";
import { AppError } from "../../core/app-error.ts";
import type { Certificate } from "../../core/certificate.ts";
import type { MixtureEvent } from "../../core/mixture-event.ts";
import { snakeCase } from "../../core/snake-case.ts";
import { standingOf } from "../../gateway/certificate-standing.ts";
import { summaryOf } from "../../gateway/mixture-report.ts";
import { unknownMixture } from "../../gateway/unknown-mixture.ts";
import { readServingEvents } from "../../gateway/read-events.ts";
import { readCertificate } from "../../router/certificate/read-certificate.ts";
import { type ApiDeps, route } from "./api-route.ts";
import { idField, mixtureField } from "./fields.ts";

const REASON_CHARS_MAX = 1_000;
const VERDICT =
  "`id`, `valid`, `standing`, `pairs` read again from the ledger, `signed_here`: with this place's own key, `discrepancies`: a list of `field`, `stated`, `found`.";

export const listCertificates = route({
  method: "GET",
  path: "/api/certificates",
  summary: "Certificates, newest first, with their standing: `valid`, `expired` or `revoked`.",
  reply:
    "`data`: a list of `id`, `mixture`, `policy_version`, `reference`, `pairs`, `difference`, `lower_bound`, …, `standing`.",
  input: z.strictObject({ mixture: mixtureField.optional() }),
  async handle(deps, { mixture }) {
    const data = [];
    const certificates = await deps.ledger.certificates(mixture === undefined ? {} : { mixture });
    // One that the config no longer has keeps its certificates on record.
    if (mixture !== undefined && certificates.length === 0 && !deps.mixtures.includes(mixture))
      throw unknownMixture(mixture, deps.mixtures);
    const events = new Map<string, readonly MixtureEvent[]>();
    for (const certificate of certificates) {
      const { mixture: of } = certificate;
      // oxlint-disable-next-line no-await-in-loop -- once for each mixture
      if (!events.has(of)) events.set(of, await readServingEvents(deps.ledger, of));
      data.push(
        snakeCase(summaryOf(certificate, standingOf(certificate, events.get(of) ?? [], deps.nowUs()))),
      );
    }
    return { object: "list", data } as const;
  },
});

export const showCertificate = route({
  method: "GET",
  path: "/api/certificates/:id",
  summary: "One certificate, as it was signed: its own names.",
  reply: "`standing`, `certificate`.",
  input: z.strictObject({ id: idField }),
  async handle(deps, { id }) {
    const certificate = await found(deps, id);
    return { standing: await standing(deps, certificate), certificate };
  },
});

export const verifyCertificate = route({
  method: "POST",
  path: "/api/certificates/:id/verify",
  summary: "Checks the signature and computes every number again from the ledger rows it names.",
  reply: VERDICT,
  input: z.strictObject({ id: idField }),
  handle: async (deps, { id }) => verdict(deps, await found(deps, id)),
});

export const verifyCertificateFile = route({
  method: "POST",
  path: "/api/certificates/verify",
  summary: "The same for a certificate that is sent, against this ledger.",
  reply: VERDICT,
  input: z.strictObject({ certificate: z.looseObject({}).describe("As it was signed.") }),
  handle: (deps, { certificate }) => verdict(deps, readCertificate(JSON.stringify(certificate))),
});

export const revokeCertificate = route({
  method: "POST",
  path: "/api/certificates/:id/revoke",
  summary: "It no longer holds: the reference serves if the mixture rested on it.",
  reply: "The event, as in `GET /api/mixtures/:mixture/events`.",
  input: z.strictObject({
    id: idField,
    reason: z.string().min(1).max(REASON_CHARS_MAX).describe("Why, for the record."),
  }),
  async handle(deps, { id, reason }, by) {
    const { mixture } = await found(deps, id);
    return snakeCase(await deps.control.revoke({ mixture, certificate: id, reason, by }));
  },
});

async function found({ ledger }: ApiDeps, id: string): Promise<Certificate> {
  const certificate = await ledger.findCertificate(id);
  if (certificate !== null) return certificate;
  throw new AppError("unknown_certificate", `the ledger has no certificate ${id}`, {
    hint: "`toque certificate list` shows those there are",
  });
}

async function standing({ ledger, nowUs }: ApiDeps, certificate: Certificate) {
  return standingOf(certificate, await readServingEvents(ledger, certificate.mixture), nowUs());
}

async function verdict(deps: ApiDeps, certificate: Certificate) {
  const { pairs, signedHere, discrepancies } = await deps.verify(certificate);
  return {
    id: certificate.id,
    valid: discrepancies.length === 0,
    standing: await standing(deps, certificate),
    pairs,
    signed_here: signedHere,
    discrepancies,
  };
}
