import type { Kysely } from "kysely";
import type { Certificate } from "../core/certificate.ts";
import type { CertificateTable, LedgerSchema } from "./schema.ts";

type Db = Kysely<LedgerSchema>;

const CERTIFICATE_ROWS_MAX = 1_000;

export async function insertCertificate(db: Db, certificate: Certificate): Promise<null> {
  const row: CertificateTable = {
    id: certificate.id,
    mixture: certificate.mixture,
    policy_version: certificate.policyVersion,
    issued_us: Math.round(certificate.issuedUs),
    expires_us: Math.round(certificate.expiresUs),
    body: JSON.stringify(certificate),
  };
  await db
    .insertInto("certificate")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return null;
}

export async function listCertificates(
  db: Db,
  filter: { readonly mixture?: string },
): Promise<readonly Certificate[]> {
  let query = db.selectFrom("certificate").select("body").orderBy("issued_us", "desc").orderBy("id", "desc");
  if (filter.mixture !== undefined) query = query.where("mixture", "=", filter.mixture);
  const rows = await query.limit(CERTIFICATE_ROWS_MAX).execute();
  return rows.map(({ body }) => JSON.parse(body));
}

export async function findCertificate(db: Db, id: string): Promise<Certificate | null> {
  const row = await db.selectFrom("certificate").select("body").where("id", "=", id).executeTakeFirst();
  return row === undefined ? null : JSON.parse(row.body);
}
