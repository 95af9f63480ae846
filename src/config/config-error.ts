import { AppError } from "../core/app-error.ts";
import { isJsonObject } from "../core/json.ts";

/** One thing wrong in a config: where, what was written there, and what is allowed. */
export type ConfigProblem = {
  /** As a person would write it: `experts["my gpu"].base_url`; empty for the file as a whole. */
  readonly path: string;
  /** The value as written, shortened, a secret masked; `null` when something is missing. */
  readonly value: string | null;
  readonly message: string;
};

/** All problems of one config at once, so that one edit can repair them all. */
export class ConfigError extends AppError {
  readonly problems: readonly ConfigProblem[];

  constructor(source: string, problems: readonly ConfigProblem[]) {
    super("invalid_config", describeProblems(source, problems), {
      hint: "every field is described in docs/reference/config.md",
    });
    this.problems = problems;
  }
}

const VALUE_CHARS_MAX = 60;
const SECRET = /key|secret|token|password|authorization|credential/iu;
/** Fields with such a word in their name that hold numbers or names, not secrets. */
const NOT_SECRET = /tokens|_env$/iu;

export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    const key = String(part);
    if (!/^[\w-]+$/u.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

/** The value at a path as a person may see it. */
export function shownValue(root: unknown, path: readonly PropertyKey[]): string | null {
  let value = root;
  for (const part of path) {
    value = isJsonObject(value) || Array.isArray(value) ? Reflect.get(value, part) : undefined;
  }
  if (value === undefined) return null;
  if (path.some((part) => typeof part === "string" && isSecretName(part))) return "(hidden)";
  return shorten(JSON.stringify(value, hideSecrets) ?? typeof value);
}

function hideSecrets(key: string, value: unknown): unknown {
  if (isSecretName(key) && typeof value !== "object") return "(hidden)";
  return typeof value === "string" ? withoutPassword(value) : value;
}

function isSecretName(name: string): boolean {
  return SECRET.test(name) && !NOT_SECRET.test(name);
}

/** An address keeps its host and loses its password. */
function withoutPassword(text: string): string {
  return text.replace(/(:\/\/[^:/@\s]*):[^@\s]*@/u, "$1:(hidden)@");
}

function shorten(text: string): string {
  return text.length <= VALUE_CHARS_MAX ? text : `${text.slice(0, VALUE_CHARS_MAX - 1)}…`;
}

function describeProblems(source: string, problems: readonly ConfigProblem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const lines = problems.map(({ path, value, message }) => {
    const where = path === "" ? "" : `${path}: `;
    return `  ${where}${message}${value === null ? "" : ` (it is ${value})`}`;
  });
  return [`${source} has ${count}:`, ...lines].join("\n");
}
