import { z } from "zod";
import type { JsonObject } from "../core/json.ts";
import { type ConfigProblem, pathText, shownValue } from "./config-error.ts";
import { didYouMean } from "./did-you-mean.ts";
import { zodProblems } from "./zod-problems.ts";

/** What the config needs to know of an expert kind or a policy kind. */
export type Kind = {
  readonly kind: string;
  readonly summary: string;
  readonly options: { parse(input: unknown): unknown };
};

/** A checked `{ type, ...options }`. */
export type Chosen<K extends Kind> = { readonly kind: K; readonly options: unknown };

/** Finds the kind that `type` names and checks the other fields against that kind's options. */
export function checkKind<K extends Kind>(
  entry: JsonObject,
  path: readonly PropertyKey[],
  kinds: readonly K[],
): Chosen<K> | readonly ConfigProblem[] {
  const { type, ...rest } = entry;
  const kind = kinds.find((each) => each.kind === type);
  if (kind === undefined) {
    const names = kinds.map((each) => each.kind);
    const near = typeof type === "string" ? didYouMean(type, names) : null;
    const advice = near === null ? "" : `; did you mean \`${near}\`?`;
    return [
      {
        path: pathText([...path, "type"]),
        value: shownValue(entry, ["type"]),
        message: `must be one of ${names.join(", ")}${advice}`,
      },
    ];
  }
  const schema = kind.options instanceof z.ZodObject ? kind.options.strict() : kind.options;
  try {
    return { kind, options: schema.parse(rest) };
  } catch (error) {
    if (error instanceof z.core.$ZodError) {
      return zodProblems(error, rest, { schema, prefix: path });
    }
    const message = error instanceof Error ? error.message : String(error);
    return [{ path: pathText(path), value: null, message }];
  }
}
