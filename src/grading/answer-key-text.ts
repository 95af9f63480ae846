import { createHash } from "node:crypto";
import type { JsonValue } from "../core/json.ts";
import { readTree, treeKey } from "./answer-key-tree.ts";
import type { Rational } from "./extract/rational.ts";

/** A longer content is kept as its hash, so that a key may stand in a ledger. */
const CONTENT_CHARS_MAX = 160;

/** `choice:B`, `number:1/2`, `calls:f("a":1)`: what kind of answer it is and what it says, never longer than a line. */
export function boundedKey(kind: string, content: string): string {
  if (content.length <= CONTENT_CHARS_MAX) return `${kind}:${content}`;
  return `${kind}:sha256:${createHash("sha256").update(content).digest("hex").slice(0, 32)}`;
}

export function choiceKey(letter: string): string {
  return boundedKey("choice", letter);
}

export function numberKey({ numerator, denominator }: Rational): string {
  return boundedKey("number", denominator === 1n ? String(numerator) : `${numerator}/${denominator}`);
}

/** Objects without order; `null` when there is no JSON, or it is nested too deep to be read. */
export function jsonKey(value: JsonValue | undefined): string | null {
  const read = value === undefined ? null : readTree(JSON.stringify(value));
  return read === null ? null : boundedKey("json", treeKey(read.tree));
}
