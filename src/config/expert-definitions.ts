import { createHash } from "node:crypto";
import { canonicalJson } from "../core/canonical-json.ts";
import { isJsonObject } from "../core/json.ts";
import type { Kind } from "./kind-check.ts";
import type { ExpertPlan } from "./settings.ts";

/** Secrets stay out of the ledger, also as digests; what only says how fast or how many at once does not change answers. */
const LEFT_OUT =
  /key|secret|password|credential|authorization|headers|^token$|^(threads|parallel|queue_max|gpu|delay_ms)$/iu;

/** By expert, a digest of its kind and options: who redefines one gets another. */
export function expertDefinitions(experts: readonly ExpertPlan<Kind>[]): ReadonlyMap<string, string> {
  return new Map(
    experts.map(({ name, kind, options }) => {
      const definition = canonicalJson({ kind: kind.kind, options: withoutSecrets(options) });
      return [name, `sha256:${createHash("sha256").update(definition).digest("hex")}`];
    }),
  );
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      LEFT_OUT.test(name) ? [] : [[name, withoutSecrets(inner)] as const],
    ),
  );
}
