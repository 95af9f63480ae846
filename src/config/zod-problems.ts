import { z } from "zod";
import { type ConfigProblem, pathText, shownValue } from "./config-error.ts";
import { didYouMean } from "./did-you-mean.ts";

type Issue = z.core.$ZodIssue;

/** What zod found wrong, as problems with a path, the value and what is allowed. */
export function zodProblems(
  error: z.core.$ZodError,
  input: unknown,
  where: { readonly schema: unknown; readonly prefix?: readonly PropertyKey[] },
): readonly ConfigProblem[] {
  const prefix = where.prefix ?? [];
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      const known = keysAt(where.schema, issue.path);
      return issue.keys.map((key) => unknownKey([...prefix, ...issue.path, key], known));
    }
    return [
      {
        path: pathText([...prefix, ...issue.path]),
        value: shownValue(input, issue.path),
        message: messageOf(issue, valueAt(input, issue.path)),
      },
    ];
  });
}

function unknownKey(path: readonly PropertyKey[], known: readonly string[]): ConfigProblem {
  const near = didYouMean(String(path.at(-1)), known);
  const advice = near === null ? `; allowed: ${known.join(", ")}` : `; did you mean \`${near}\`?`;
  return {
    path: pathText(path),
    value: null,
    message: `there is no such field${known.length === 0 ? "" : advice}`,
  };
}

function messageOf(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return `${value === undefined ? "is missing; it " : ""}must be ${article(issue.expected)}`;
    case "invalid_value":
      return `must be ${oneOf(issue.values.map((allowed) => String(allowed)))}${nearest(value, issue.values)}`;
    case "too_small":
      return sizeText(issue.origin, issue.inclusive === false ? "more than" : "at least", issue.minimum);
    case "too_big":
      return sizeText(issue.origin, issue.inclusive === false ? "less than" : "at most", issue.maximum);
    case "invalid_key":
      return `is not a possible name: ${issue.issues.map((inner) => inner.message).join(", ")}`;
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "invalid_union":
    case "not_multiple_of":
    case "unrecognized_keys":
      break;
  }
  return issue.message;
}

function nearest(value: unknown, allowed: readonly unknown[]): string {
  const near = typeof value === "string" ? didYouMean(value, allowed.map(String)) : null;
  return near === null ? "" : `; did you mean \`${near}\`?`;
}

function oneOf(words: readonly string[]): string {
  return words.length === 1 ? String(words[0]) : `one of ${words.join(", ")}`;
}

function article(expected: string): string {
  const word = expected === "int" ? "whole number" : expected === "record" ? "object" : expected;
  return `${/^[aeiou]/u.test(word) ? "an" : "a"} ${word}`;
}

function sizeText(origin: string, limit: string, size: number | bigint): string {
  if (origin === "number" || origin === "int") return `must be ${limit} ${size}`;
  return `must have ${limit} ${size} ${origin === "string" ? "characters" : "entries"}`;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined),
    root,
  );
}

/** The fields a schema allows at a path; empty when it is not an object there or not a zod schema. */
function keysAt(schema: unknown, path: readonly PropertyKey[]): readonly string[] {
  let current = unwrap(schema);
  for (const part of path) {
    if (current instanceof z.ZodObject) current = unwrap(Reflect.get(current.shape, part));
    else if (current instanceof z.ZodRecord) current = unwrap(current.valueType);
    else if (current instanceof z.ZodArray) current = unwrap(current.element);
    else return [];
  }
  return current instanceof z.ZodObject ? Object.keys(current.shape) : [];
}

function unwrap(schema: unknown): unknown {
  let current = schema;
  while (
    current instanceof z.ZodDefault ||
    current instanceof z.ZodPrefault ||
    current instanceof z.ZodOptional ||
    current instanceof z.ZodNullable
  ) {
    current = current.unwrap();
  }
  return current;
}
