import { callName, entriesKey, readTree, treeKey } from "./answer-key-tree.ts";
import type { Tree } from "./answer-key-tree.ts";

const ARGUMENTS = ["arguments", "parameters", "params", "args", "input"] as const;
const LISTS = ["tool_calls", "function_calls", "calls"] as const;
/** `<tool_call>`, `<|im_start|>`, code fences, `;` between calls: what models put around calls. */
const BETWEEN = /(?:\s|[;,]|<\/?\|?[\w/|-]{1,40}\|?>|```(?:\w{1,12}\n)?)*/uy;
const LINE_NAME = /([\p{L}_$][\w$.]{0,200})\s*\n\s*(?=\{)/uy;
const CALLS_MAX = 200;

/** The calls of functions a text consists of, one canonical text each, in no order; `null` when it is not that. */
export function readCalls(text: string): readonly string[] | null {
  const calls: string[] = [];
  let at = skip(text, 0);
  while (at < text.length) {
    const name = lineName(text, at);
    const read = readTree(text, name?.end ?? at);
    // `[f(a=1)]` and an explanation in prose: the calls are the answer.
    if (read === null) return calls.length > 0 && isProseAfter(text, at) ? sorted(calls) : null;
    const found = name === null ? callsOf(read.tree) : listOf(callKey(name.name, read.tree));
    if (found === null) return calls.length > 0 && isProseAfter(text, at) ? sorted(calls) : null;
    calls.push(...found);
    if (calls.length > CALLS_MAX) return null;
    at = skip(text, read.end);
  }
  return calls.length === 0 ? null : sorted(calls);
}

/** Prose begins on a line of its own and with a letter that is no call. */
function isProseAfter(text: string, at: number): boolean {
  return (
    /\n\s*(?:```\s*)?$/u.test(text.slice(Math.max(0, at - 20), at)) &&
    /^[\p{L}*#]/u.test(text.slice(at, at + 2))
  );
}

function listOf(call: string | null): readonly string[] | null {
  return call === null ? null : [call];
}

function sorted(calls: readonly string[]): readonly string[] {
  return calls.toSorted();
}

function skip(text: string, from: number): number {
  BETWEEN.lastIndex = from;
  return from + (BETWEEN.exec(text)?.[0].length ?? 0);
}

/** `get_weather` on a line and its arguments as JSON on the next. */
function lineName(text: string, at: number): { readonly name: string; readonly end: number } | null {
  LINE_NAME.lastIndex = at;
  const match = LINE_NAME.exec(text);
  return match === null ? null : { name: match[1] ?? "", end: at + match[0].length };
}

function callsOf(tree: Tree): readonly string[] | null {
  if (tree.type === "call") return [treeKey(tree)];
  if (tree.type === "map") {
    const inner = LISTS.map((name) => tree.entries.get(name)).find((entry) => entry !== undefined);
    if (inner !== undefined && tree.entries.size === 1) return callsOf(inner);
    return listOf(callOf(tree));
  }
  if (tree.type !== "list" || tree.items.length === 0) return null;
  const calls = tree.items.map(memberCalls);
  return calls.some((each) => each === null) ? null : calls.flatMap((each) => each ?? []);
}

/** In a list `"f(a=1)"` and `{f: {a: 1}}` are calls too; alone they are a text and JSON. */
function memberCalls(tree: Tree): readonly string[] | null {
  if (tree.type === "text") return /\w\(.*\)\s*$/su.test(tree.text) ? readCalls(tree.text) : null;
  const [only] = tree.type === "map" && tree.entries.size === 1 ? tree.entries : [];
  return only?.[1].type === "map" ? listOf(callKey(only[0], only[1])) : callsOf(tree);
}

/** `{name, arguments}` and `{type: "function", function: {…}}`; `{f: "{…}"}`, with the arguments as JSON in a string. */
function callOf(tree: Extract<Tree, { type: "map" }>): string | null {
  const wrapped = tree.entries.get("function");
  if (wrapped?.type === "map") return callOf(wrapped);
  const name = tree.entries.get("name");
  const args = ARGUMENTS.map((key) => tree.entries.get(key)).find((entry) => entry !== undefined);
  if (name?.type === "text" && args !== undefined) return callKey(name.text, args);
  const [only] = tree.entries;
  return only !== undefined && tree.entries.size === 1 && only[1].type === "text"
    ? callKey(only[0], only[1])
    : null;
}

function callKey(name: string, args: Tree): string | null {
  if (args.type === "map") return `${callName(name)}(${entriesKey(args.entries)})`;
  if (args.type !== "text") return null;
  const read = readTree(args.text);
  if (read === null || read.tree.type !== "map" || args.text.slice(read.end).trim() !== "") return null;
  return callKey(name, read.tree);
}
