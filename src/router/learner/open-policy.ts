import { createHash } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../core/app-error.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import { FEATURE_VERSION } from "../features/features.ts";
import { restorePolicy } from "../sequential/restore-policy.ts";
import type { SequentialPolicy } from "../sequential/sequential-policy.ts";
import type { PolicyArtefact } from "./policy-artefact.ts";

/** Larger than any policy of 64 experts; a file beyond it is not one of ours. */
export const ARTEFACT_BYTES_MAX = 64 * 2 ** 20;
const FORMAT_VERSION = 1;
const EXPERTS_MAX = 256;
const CALLS_MAX = 4;

const share = z.number().min(-1).max(1);

const usd = z.number().min(0).nullable();
const listPrice = z.strictObject({ inputPerMtok: usd, outputPerMtok: usd, usdPerCall: usd });

const artefactSchema = z.strictObject({
  format: z.literal("toque-policy"),
  formatVersion: z.literal(FORMAT_VERSION),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  featureVersion: z.string().max(64),
  hidden: z.array(z.literal("family")).max(1),
  experts: z.array(z.string().min(1).max(512)).min(1).max(EXPERTS_MAX),
  reference: z.string(),
  objective: z.discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("match"),
      toleranceShare: z.number().min(0).max(1),
      confidence: z.number().gt(0).lt(1),
    }),
    z.strictObject({ type: z.literal("budget"), usdPerRequest: z.number().min(0) }),
    z.strictObject({
      type: z.literal("weigh"),
      usdPerCorrect: z.number().gt(0),
      secondsPerCorrect: z.number().gt(0).nullable(),
    }),
  ]),
  callsMax: z.int().min(1).max(CALLS_MAX),
  seed: z.number(),
  model: z.string().max(64),
  policy: z.unknown(),
  evidence: z.strictObject({
    verdict: z.enum(["certified", "within-budget", "worth-more", "do-not-route", "not-enough"]),
    explanation: z.string().max(4096),
    rowsTrain: z.int().min(0),
    rowsValidation: z.int().min(0),
    questions: z.int().min(0),
    method: z.string().max(256),
    difference: share.nullable(),
    lowerBound: z.number().nullable(),
    worstFamily: z
      .strictObject({
        family: z.string(),
        rows: z.int().min(0),
        difference: share,
        lowerBound: z.number(),
      })
      .nullable(),
    accuracy: z.number().nullable(),
    referenceAccuracy: z.number().nullable(),
    costShare: z.number().min(0).nullable(),
    costBasis: z.enum(["recorded", "tokens", "per-call", "characters", "mixed", "energy", "time", "unknown"]),
  }),
  prices: z.record(z.string(), listPrice).optional(),
  learntFrom: z.base64().optional(),
});

/** Opens what `sealPolicy` wrote. Throws `invalid_policy` for anything else. */
export function openPolicy(json: unknown): {
  readonly artefact: PolicyArtefact;
  readonly policy: SequentialPolicy;
} {
  checkFormatVersion(json);
  const parsed = artefactSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refusal(`This is not a policy file: ${issue?.path.join(".")}: ${issue?.message}`, {
      hint: "Write one with `toque learn --out policy.json`.",
      cause: parsed.error,
    });
  }
  const artefact = parsed.data satisfies PolicyArtefact;
  checkFeatureVersion(artefact);
  checkDigest(artefact);
  if (!artefact.experts.includes(artefact.reference))
    throw refusal(`The reference ${artefact.reference} is not one of the policy's experts`);
  return { artefact, policy: { ...restorePolicy(artefact), ...costUnitOf(artefact) } };
}

function costUnitOf({ evidence: { costBasis } }: PolicyArtefact): Pick<SequentialPolicy, "costUnit"> {
  if (costBasis === "energy") return { costUnit: "joules" };
  return costBasis === "time" ? { costUnit: "seconds" } : {};
}

/** Gives an artefact its digest. */
export function sealPolicy(unsealed: Omit<PolicyArtefact, "digest">): PolicyArtefact {
  return { ...unsealed, digest: digestOf(unsealed) };
}

/** What a newer program writes may differ in anything, so nothing else about it is worth saying. */
function checkFormatVersion(json: unknown): void {
  const { success, data } = z
    .object({ format: z.literal("toque-policy"), formatVersion: z.number() })
    .safeParse(json);
  if (!success || data.formatVersion <= FORMAT_VERSION) return;
  throw refusal(
    `The policy has format version ${data.formatVersion}: it was made by a newer Toque than this one`,
    {
      hint: `This program reads version ${FORMAT_VERSION}: use a newer one, or learn the policy again with this one.`,
    },
  );
}

function checkFeatureVersion(artefact: PolicyArtefact): void {
  if (artefact.featureVersion === FEATURE_VERSION) return;
  throw refusal(
    `The policy was learnt on features of version ${artefact.featureVersion}; this program makes version ${FEATURE_VERSION}`,
    { hint: "Learn it again with this version of Toque." },
  );
}

function checkDigest(artefact: PolicyArtefact): void {
  const { digest, ...rest } = artefact;
  const actual = digestOf(rest);
  if (actual === digest) return;
  throw refusal(`The policy's content has digest ${actual}, its file says ${digest}`, {
    hint: "Policy files cannot be edited by hand: learn again with the options you want.",
  });
}

function digestOf(unsealed: Omit<PolicyArtefact, "digest">): string {
  return `sha256:${createHash("sha256").update(canonicalJson(unsealed)).digest("hex")}`;
}

function refusal(message: string, options: { hint?: string; cause?: unknown } = {}): AppError {
  return new AppError("invalid_policy", message, options);
}
