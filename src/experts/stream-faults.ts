import type { StreamPart } from "./expert.ts";

/** Text of an answer, its visible part. */
export function textOf(parts: readonly StreamPart[]): string {
  return parts.map((part) => (part.type === "text-delta" ? part.delta : "")).join("");
}

/** What is wrong with an answer's shape: every block opened once, closed once, one `finish`, last. Empty is good. */
export function nestingFaults(parts: readonly StreamPart[]): string[] {
  const faults: string[] = [];
  const open = new Set<string>();
  const seen = new Set<string>();
  for (const part of parts) {
    const match = /^(text|reasoning|tool-input)-(start|delta|end)$/u.exec(part.type);
    if (match === null || !("id" in part)) continue;
    const block = `${match[1]}:${part.id}`;
    if (match[2] === "start") {
      if (seen.has(block)) faults.push(`${block} is opened twice`);
      open.add(block);
      seen.add(block);
      continue;
    }
    if (!open.has(block)) faults.push(`${part.type} outside ${block}`);
    if (match[2] === "end") open.delete(block);
  }
  for (const block of open) faults.push(`${block} is left open`);
  const finishes = parts.filter((part) => part.type === "finish").length;
  if (finishes !== 1) faults.push(`${finishes} finish parts`);
  if (parts.at(-1)?.type !== "finish") faults.push(`the last part is ${parts.at(-1)?.type ?? "missing"}`);
  if (parts.some((part) => part.type === "error")) faults.push("an error part instead of a thrown error");
  return faults;
}

/** What is wrong with the usage of an answer: unknown as a whole, or parts that sum to their totals. */
export function usageFaults(parts: readonly StreamPart[]): string[] {
  const finish = parts.at(-1);
  if (finish?.type !== "finish") return ["no finish part"];
  const { inputTokens, outputTokens } = finish.usage;
  if (inputTokens.total === undefined && outputTokens.total === undefined) return [];
  if (inputTokens.total === undefined || outputTokens.total === undefined) return ["only one total is known"];
  const faults: string[] = [];
  const counts = [...Object.values(inputTokens), ...Object.values(outputTokens)];
  if (counts.some((count) => count !== undefined && !(count >= 0))) faults.push("a negative count");
  const input = [inputTokens.noCache, inputTokens.cacheRead, inputTokens.cacheWrite];
  if (!addsUp(input, inputTokens.total)) faults.push("input does not add up");
  const output = [outputTokens.text, outputTokens.reasoning];
  if (!addsUp(output, outputTokens.total)) faults.push("output does not add up");
  return faults;
}

/** An unknown first part means that the provider gave no breakdown, which is no fault. */
function addsUp(parts: readonly (number | undefined)[], total: number): boolean {
  return parts[0] === undefined || parts.reduce<number>((sum, part) => sum + (part ?? 0), 0) === total;
}
