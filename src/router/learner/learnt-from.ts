import { createHash } from "node:crypto";

const BYTES = 4;

/**
 * Writes which questions a policy was learnt from: 32 bits of each group's hash, sorted, in base64. With 10,000 questions
 * a new one is taken for one of them with chance 2e-6, which a count can bear.
 */
export function writeLearntFrom(groups: Iterable<string>): string {
  const marks = Uint32Array.from(new Set(Array.from(groups, markOf))).toSorted();
  const bytes = Buffer.alloc(marks.length * BYTES);
  marks.forEach((mark, at) => bytes.writeUInt32BE(mark, at * BYTES));
  return bytes.toString("base64");
}

/** Tells of a question's group whether the policy was learnt from it. */
export function readLearntFrom(text: string): (group: string) => boolean {
  const bytes = Buffer.from(text, "base64");
  const marks = new Set<number>();
  for (let at = 0; at + BYTES <= bytes.length; at += BYTES) marks.add(bytes.readUInt32BE(at));
  return (group) => marks.has(markOf(group));
}

function markOf(group: string): number {
  return createHash("sha256").update(group).digest().readUInt32BE(0);
}
