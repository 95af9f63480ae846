import type { z } from "zod";

const SHOWN_CHARS_MAX = 60;

/** The first thing that is wrong with a file's JSON: where, what it must be, and what is there. */
export function issueText(
  error: z.ZodError,
  json: unknown,
  at: { readonly root: string; readonly prefix?: readonly string[] },
): string {
  const issue = error.issues[0];
  const path = issue?.path ?? [];
  const where = [...(at.prefix ?? []), ...path.map(String)].join(".");
  const value = path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    json,
  );
  return `${where === "" ? at.root : where}: ${requirement(issue)}${shown(value)}`;
}

function requirement(issue: z.core.$ZodIssue | undefined): string {
  switch (issue?.code) {
    case "invalid_type":
      return `must be ${/^[aeio]/u.test(issue.expected) ? "an" : "a"} ${issue.expected}`;
    case "too_small":
      return issue.origin === "string" ? "must not be empty" : `must be at least ${issue.minimum}`;
    case "too_big":
      return issue.origin === "string"
        ? `must have at most ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`;
    default:
      return issue?.message ?? "is not as it should be";
  }
}

function shown(value: unknown): string {
  if (value === undefined) return ", and is missing";
  const text = JSON.stringify(value);
  return `, not ${text.length > SHOWN_CHARS_MAX ? `${text.slice(0, SHOWN_CHARS_MAX)}…` : text}`;
}
