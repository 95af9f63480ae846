import { sql, type Kysely } from "kysely";
import { AppError } from "../core/app-error.ts";
import type { StoredPolicy } from "../core/stored-policy.ts";
import type { PolicySummary } from "./ledger.ts";
import type { LedgerSchema, PolicyTable } from "./schema.ts";

type Db = Kysely<LedgerSchema>;

const POLICY_ROWS_MAX = 1_000;
/** Processes that store different policies of one mixture at the same moment, before one of them gives up. */
const VERSION_TRIES_MAX = 20;

/** Next version and insert are one statement: two processes cannot give one version to two policies. */
export async function insertPolicy(db: Db, policy: Omit<StoredPolicy, "version">): Promise<StoredPolicy> {
  const { mixture, digest, atUs, origin, body } = policy;
  for (let tries = 0; tries < VERSION_TRIES_MAX; tries++) {
    // oxlint-disable-next-line no-await-in-loop -- another process may have taken the version: then the next one
    await sql`insert into policy (mixture, version, digest, at_us, origin, body)
      select ${mixture}, coalesce(max(version), 0) + 1, ${digest}, ${Math.round(atUs)}, ${origin}, ${body}
      from policy where mixture = ${mixture} on conflict do nothing`.execute(db);
    // oxlint-disable-next-line no-await-in-loop -- see above
    const stored = await findPolicy(db, { mixture, versionOrDigest: digest });
    if (stored !== null) return stored;
  }
  throw new AppError("ledger_unavailable", `The policy of '${mixture}' could not be given a version.`, {
    hint: "Many processes store policies of this mixture at once; try again.",
  });
}

export async function listPolicies(db: Db, mixture: string): Promise<readonly PolicySummary[]> {
  const rows = await db
    .selectFrom("policy")
    .select(["mixture", "version", "digest", "at_us", "origin"])
    .where("mixture", "=", mixture)
    .orderBy("version", "desc")
    .limit(POLICY_ROWS_MAX)
    .execute();
  return rows.map(summaryFromRow);
}

type PolicyName = { readonly mixture: string; readonly versionOrDigest: string };

export async function findPolicy(db: Db, name: PolicyName): Promise<StoredPolicy | null> {
  const { mixture, versionOrDigest } = name;
  const query = db.selectFrom("policy").selectAll().where("mixture", "=", mixture);
  const isVersion = /^[1-9]\d{0,8}$/u.test(versionOrDigest);
  const row = await query
    .where(isVersion ? "version" : "digest", "=", isVersion ? Number(versionOrDigest) : versionOrDigest)
    .executeTakeFirst();
  return row === undefined ? null : { ...summaryFromRow(row), body: row.body };
}

function summaryFromRow(row: Omit<PolicyTable, "body">): PolicySummary {
  const { mixture, version, digest, at_us: atUs, origin } = row;
  return { mixture, version: String(version), digest, atUs, origin };
}
