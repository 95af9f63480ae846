import { decimal } from "./extract/rational.ts";

/** Structured text as models write it: JSON, Python literals and calls of functions are one grammar here. */
export type Tree =
  | { readonly type: "text"; readonly text: string }
  /** In canonical form: `5`, `1/2`, `true`, `null`. */
  | { readonly type: "literal"; readonly key: string }
  | { readonly type: "list"; readonly items: readonly Tree[] }
  | { readonly type: "map"; readonly entries: ReadonlyMap<string, Tree> }
  | {
      readonly type: "call";
      readonly name: string;
      readonly values: readonly Tree[];
      readonly named: Entries;
    };

type Entries = ReadonlyMap<string, Tree>;
type Reader = { readonly text: string; at: number };

const DEPTH_MAX = 40;
const DIGITS_MAX = 400;
const EXPONENT_MAX = 400;
const LITERALS: Readonly<Record<string, string>> = {
  true: "true",
  True: "true",
  false: "false",
  False: "false",
  null: "null",
  None: "null",
};
const SPACE = /\s*/uy;
const NUMBER = /([-+]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([-+]?\d{1,9}))?(?![\p{L}\p{N}_.])/uy;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*/uy;
const STRING = /"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)'/uy;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

/** Reads one value and says where it ends; `null` when there is none or it holds something that would have to be computed. */
export function readTree(text: string, start = 0): { readonly tree: Tree; readonly end: number } | null {
  const reader = { text, at: start };
  const tree = value(reader, 0);
  return tree === null ? null : { tree, end: reader.at };
}

/** Equal values have equal keys: maps without order, numbers exact, an unquoted name as its text. */
export function treeKey(tree: Tree): string {
  switch (tree.type) {
    case "text":
      return JSON.stringify(tree.text);
    case "literal":
      return tree.key;
    case "list":
      return `[${tree.items.map(treeKey).join(",")}]`;
    case "map":
      return `{${entriesKey(tree.entries)}}`;
    case "call":
      return `${callName(tree.name)}(${[...tree.values.map(treeKey), entriesKey(tree.named)].filter((part) => part !== "").join(",")})`;
  }
}

/** Providers allow no points in the names of functions and get `a_b` for `a.b`. */
export function callName(name: string): string {
  return name.replaceAll(".", "_");
}

export function entriesKey(entries: Entries): string {
  const sorted = [...entries].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return sorted.map(([name, tree]) => `${JSON.stringify(name)}:${treeKey(tree)}`).join(",");
}

function value(reader: Reader, depth: number): Tree | null {
  if (depth > DEPTH_MAX) return null;
  take(reader, SPACE);
  const first = reader.text[reader.at];
  if (first === "{") return map(reader, depth);
  if (first === "[") return list(reader, depth, "]");
  if (first === "(") return list(reader, depth, ")");
  if (first === '"' || first === "'") {
    const text = string(reader);
    return text === null ? null : { type: "text", text };
  }
  return number(reader) ?? named(reader, depth);
}

function number(reader: Reader): Tree | null {
  const match = take(reader, NUMBER);
  if (match === null) return null;
  const [, sign = "", digits = "", exponent = "0"] = match;
  if (digits.length > DIGITS_MAX || Math.abs(Number(exponent)) > EXPONENT_MAX) return null;
  const exact = decimal(digits, Number(exponent));
  if (exact === null) return null;
  const numerator = sign === "-" ? -exact.numerator : exact.numerator;
  const whole = exact.denominator === 1n;
  return { type: "literal", key: whole ? String(numerator) : `${numerator}/${exact.denominator}` };
}

function named(reader: Reader, depth: number): Tree | null {
  const name = take(reader, NAME)?.[0];
  if (name === undefined) return null;
  const literal = Object.hasOwn(LITERALS, name) ? LITERALS[name] : undefined;
  if (literal !== undefined) return { type: "literal", key: literal };
  if (reader.text[reader.at] !== "(") return { type: "text", text: name };
  return call(reader, name, depth);
}

function call(reader: Reader, name: string, depth: number): Tree | null {
  const values: Tree[] = [];
  const byName = new Map<string, Tree>();
  const member = (): boolean => {
    const key = keyword(reader);
    const item = value(reader, depth + 1);
    if (item === null || (key !== null && byName.has(key))) return false;
    if (key === null) values.push(item);
    else byName.set(key, item);
    return true;
  };
  return members(reader, ")", member) ? { type: "call", name, values, named: byName } : null;
}

/** The `a` of `a=1`; nothing is taken when there is no such thing. */
function keyword(reader: Reader): string | null {
  const before = reader.at;
  take(reader, SPACE);
  const name = take(reader, NAME)?.[0];
  take(reader, SPACE);
  if (name !== undefined && reader.text[reader.at] === "=" && reader.text[reader.at + 1] !== "=") {
    reader.at += 1;
    return name;
  }
  reader.at = before;
  return null;
}

function list(reader: Reader, depth: number, close: string): Tree | null {
  const items: Tree[] = [];
  const member = (): boolean => {
    const item = value(reader, depth + 1);
    if (item !== null) items.push(item);
    return item !== null;
  };
  return members(reader, close, member) ? { type: "list", items } : null;
}

function map(reader: Reader, depth: number): Tree | null {
  const entries = new Map<string, Tree>();
  const member = (): boolean => {
    take(reader, SPACE);
    const name = string(reader) ?? take(reader, NAME)?.[0];
    take(reader, SPACE);
    if (name === undefined || reader.text[reader.at] !== ":") return false;
    reader.at += 1;
    const item = value(reader, depth + 1);
    if (item === null || entries.has(name)) return false;
    entries.set(name, item);
    return true;
  };
  return members(reader, "}", member) ? { type: "map", entries } : null;
}

/** What stands between brackets, separated by commas, the last of which may be followed by nothing. */
function members(reader: Reader, close: string, member: () => boolean): boolean {
  reader.at += 1;
  for (;;) {
    take(reader, SPACE);
    if (reader.text[reader.at] === close) break;
    if (!member()) return false;
    take(reader, SPACE);
    if (reader.text[reader.at] === ",") reader.at += 1;
    else if (reader.text[reader.at] !== close) return false;
  }
  reader.at += 1;
  return true;
}

function string(reader: Reader): string | null {
  const match = take(reader, STRING);
  if (match === null) return null;
  return (match[1] ?? match[2] ?? "").replaceAll(
    /\\(?:u([0-9a-fA-F]{4})|([^]))/gu,
    (_, hex: string | undefined, char: string) =>
      hex === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match !== null) reader.at += match[0].length;
  return match;
}
