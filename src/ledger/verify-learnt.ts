import { createHash } from "node:crypto";
import { sql, type Kysely } from "kysely";
import { canonicalJson } from "../core/canonical-json.ts";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import type { LedgerProblem } from "./ledger.ts";
import type { CertificateTable, LedgerSchema, PolicyTable } from "./schema.ts";

type Db = Kysely<LedgerSchema>;

/** Checks policies, certificates and events: each says what it was, and what it names is there. */
export async function verifyLearnt(db: Db): Promise<readonly LedgerProblem[]> {
  const problems = [
    ...(await verifyPolicies(db)),
    ...(await verifyCertificates(db)),
    ...(await verifyEvents(db)),
  ];
  return problems.map((problem) => ({ requestId: null, problem }));
}

/** One body at a time: together they may be larger than memory. */
async function verifyPolicies(db: Db): Promise<readonly string[]> {
  const problems: string[] = [];
  const names = await db.selectFrom("policy").select(["mixture", "version"]).orderBy("version").execute();
  for (const { mixture, version } of names) {
    // oxlint-disable-next-line no-await-in-loop -- see above
    const row = await db
      .selectFrom("policy")
      .selectAll()
      .where("mixture", "=", mixture)
      .where("version", "=", version)
      .executeTakeFirstOrThrow();
    if (digestOf(row) !== row.digest) {
      problems.push(`policy ${version} of ${mixture}: its body does not have the digest it is stored under`);
    }
  }
  return problems;
}

/** As `PolicyArtefact.digest` says; `null` for a body that is none. */
function digestOf({ body }: PolicyTable): string | null {
  const artefact = jsonObject(body);
  if (artefact === null) return null;
  const { digest: _, ...rest } = artefact;
  return `sha256:${createHash("sha256").update(canonicalJson(rest)).digest("hex")}`;
}

async function verifyCertificates(db: Db): Promise<readonly string[]> {
  const rows = await db.selectFrom("certificate").selectAll().orderBy("id").execute();
  return rows
    .filter((row) => !saysTheSame(row))
    .map(({ id }) => `certificate ${id}: its columns differ from its body`);
}

function saysTheSame({ body, ...row }: CertificateTable): boolean {
  const certificate = jsonObject(body) ?? {};
  return (
    certificate["id"] === row.id &&
    certificate["mixture"] === row.mixture &&
    certificate["policyVersion"] === row.policy_version &&
    Math.round(Number(certificate["issuedUs"])) === row.issued_us &&
    Math.round(Number(certificate["expiresUs"])) === row.expires_us
  );
}

async function verifyEvents(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string; missing: string }>`
    select id, 'policy' as missing from mixture_event as event
      where policy_version is not null and not exists (select 1 from policy
        where policy.mixture = event.mixture and cast(policy.version as text) = event.policy_version)
    union all select id, 'certificate' as missing from mixture_event as event
      where certificate is not null and not exists (select 1 from certificate
        where certificate.id = event.certificate and certificate.mixture = event.mixture)
    order by 1`.execute(db);
  return rows.map(({ id, missing }) => `event ${id}: the ${missing} it names is not in the ledger`);
}

function jsonObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
