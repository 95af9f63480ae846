import type { z } from "zod";
import { isJsonObject } from "../../core/json.ts";

const VALUE_CHARS_MAX = 80;

type Issue = z.core.$ZodIssue | undefined;

/** The field at fault as the client wrote it, empty for the whole input. */
export function faultyField(issue: Issue): string {
  return issue?.code === "unrecognized_keys" ? (issue.keys[0] ?? "") : (issue?.path.join(".") ?? "");
}

/** What is wrong with an input: the field, what was given and what it takes. */
export function faultText(issue: Issue, input: unknown): string {
  const field = faultyField(issue);
  const name = field === "" ? "the input" : `'${field}'`;
  if (issue?.code === "unrecognized_keys") return `there is no field ${name}`;
  const given = issue?.path.reduce(partOf, input);
  // A rule about several fields speaks of all of them.
  if (given === undefined) return `${name}: ${issue?.code === "custom" ? issue.message : "it is missing"}`;
  return `${name} cannot be ${shortened(given)}: ${wordsOf(issue)}`;
}

function partOf(value: unknown, key: PropertyKey): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isJsonObject(value) ? value[String(key)] : undefined;
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > VALUE_CHARS_MAX ? `${text.slice(0, VALUE_CHARS_MAX)}…` : text;
}

function wordsOf(issue: Issue): string {
  switch (issue?.code) {
    case "invalid_type":
      return `it takes ${issue.expected === "int" ? "a whole number" : issue.expected}`;
    case "invalid_value":
      return `it takes ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return issue.origin === "string"
        ? `it takes ${issue.minimum} characters or more`
        : `it takes at least ${issue.minimum}`;
    case "too_big":
      return issue.origin === "string"
        ? `it takes at most ${issue.maximum} characters`
        : `it takes at most ${issue.maximum}`;
    default:
      return issue?.message ?? "it is not understood";
  }
}
