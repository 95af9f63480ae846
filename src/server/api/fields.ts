import { z } from "zod";
import { isMoment, momentUs } from "../../core/moment.ts";
import type { ApiDeps } from "./api-route.ts";

const NAME_CHARS_MAX = 128;
const ID_CHARS_MAX = 128;
const PAGE_ROWS_MAX = 500;
const PAGE_ROWS_DEFAULT = 50;

// Fields that several routes take.

export const mixtureField = z.string().min(1).max(NAME_CHARS_MAX).describe("Name of the mixture.");
export const nameField = z.string().min(1).max(NAME_CHARS_MAX);
export const idField = z.string().min(1).max(ID_CHARS_MAX);
export const versionField = z
  .string()
  .min(1)
  .max(ID_CHARS_MAX)
  .describe("Version of the policy, its digest, or `latest`.");
export const limitField = z.coerce
  .number()
  .int()
  .min(1)
  .max(PAGE_ROWS_MAX)
  .default(PAGE_ROWS_DEFAULT)
  .describe("Rows in the reply.");
/** Ids are compared as text: one of another kind would silently be newer than all rows, or older. */
export const beforeField = (prefix: "req" | "evt") =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{1,64}$`, "u"), `it takes an id that begins with ${prefix}_`)
    .optional()
    .describe("Only rows older than this id: `next` of the page before.");
export const sinceField = z
  .string()
  .max(40)
  .refine(isMoment, "must be a date (2026-11-23, 2026-11-23T10:00Z) or an age (30m, 2h, 7d)")
  .describe("Only since a date or an age (30m, 2h, 7d).");
/** `true` of a body, `"true"` of a query. */
export const flagField = z
  .union([z.boolean(), z.enum(["true", "false"])])
  .transform((value) => value === true || value === "true");

/** The moment that `since` names, as a filter. */
export function sinceFilter(since: string | undefined, { nowUs }: ApiDeps): { readonly sinceUs?: number } {
  return since === undefined ? {} : { sinceUs: momentUs(since, nowUs() / 1_000) };
}
