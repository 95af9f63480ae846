import type { z } from "zod";
import type { Certificate } from "../../core/certificate.ts";
import type { MixtureControl } from "../../gateway/mixture-control.ts";
import type { CertificateVerdict } from "../../gateway/verify-from-ledger.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/** What the API looks at and changes. It needs no experts, so that the command line can use it without a server. */
export type ApiDeps = {
  readonly ledger: Ledger;
  readonly control: MixtureControl;
  /** Names of the mixtures in the config's order. */
  readonly mixtures: readonly string[];
  readonly nowUs: () => number;
  readonly verify: (certificate: Certificate) => Promise<CertificateVerdict>;
};

/**
 * One thing the API does. Its input is one flat object: the names in the path, and the rest from the query (GET) or the
 * body (POST). The reply is what goes over the wire: snake_case, times in microseconds, money in nano-dollars.
 */
export type ApiRoute<Schema extends z.ZodType, Reply> = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly summary: string;
  /** What is in the reply, for the reference. */
  readonly reply: string;
  readonly input: Schema;
  handle(deps: ApiDeps, input: z.output<Schema>, by: string): Promise<Reply>;
};

/** Only for its types. */
export function route<Schema extends z.ZodType, Reply extends object>(
  definition: ApiRoute<Schema, Reply>,
): ApiRoute<Schema, Reply> {
  return definition;
}

/** A page and where the next one begins: its `next` is the next page's `before`. */
export type Page<Row> = {
  readonly object: "list";
  readonly data: readonly Row[];
  readonly next: string | null;
};

export function pageOf<Row extends { readonly id: string }>(data: readonly Row[], limit: number): Page<Row> {
  return { object: "list", data, next: data.length < limit ? null : (data.at(-1)?.id ?? null) };
}
