import { isJsonObject } from "../core/json.ts";
import type { ConfigProblem } from "./config-error.ts";
import type { Environment } from "./environment.ts";

/** What the command line says; it wins over the environment, which wins over the file. */
export type Flags = {
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly data?: string | undefined;
  readonly config?: string | undefined;
};

type Override = {
  readonly section: string;
  readonly key: string;
  readonly name: string;
  readonly value: unknown;
};

export type Overridden = {
  readonly merged: Readonly<Record<string, unknown>>;
  /** Names a problem by the flag or variable that its value came from, not by a path of the file. */
  readonly rename: (problem: ConfigProblem) => ConfigProblem;
};

/** Lays the flags and the environment over the file's content. */
export function overlay(
  content: Readonly<Record<string, unknown>>,
  flags: Flags,
  environment: Environment,
): Overridden {
  const overrides: readonly Override[] = [
    { section: "server", key: "host", name: "TOQUE_HOST", value: environment.host },
    { section: "server", key: "host", name: "--host", value: flags.host },
    { section: "server", key: "port", name: "TOQUE_PORT", value: numberOf(environment.port) },
    { section: "server", key: "port", name: "--port", value: numberOf(flags.port) },
    { section: "ledger", key: "url", name: "TOQUE_LEDGER_URL", value: environment.ledgerUrl },
  ].filter((each) => each.value !== undefined);
  const merged: Record<string, unknown> = { ...content };
  for (const { section, key, value } of overrides) {
    const written = merged[section] ?? {};
    // A section that is not an object is the file's problem, and reported as that.
    if (isJsonObject(written)) merged[section] = { ...written, [key]: value };
  }
  return {
    merged,
    rename(problem) {
      const override = overrides.findLast(({ section, key }) => `${section}.${key}` === problem.path);
      return override === undefined ? problem : { ...problem, path: override.name };
    },
  };
}

function numberOf(text: string | undefined): number | string | undefined {
  return text !== undefined && /^-?\d+$/u.test(text) ? Number(text) : text;
}
