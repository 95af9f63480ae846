import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { JsonObject } from "../core/json.ts";
import { ConfigError } from "./config-error.ts";
import { readEnvironment } from "./environment.ts";
import type { Kind } from "./kind-check.ts";
import type { Flags } from "./overrides.ts";
import { type Offered, type Settings, resolveSettings } from "./settings.ts";

const echoKind: Kind = {
  kind: "echo",
  summary: "",
  options: z.object({ delay_ms: z.number().min(0).default(0), api_key: z.string().min(5).optional() }),
};
const fixedKind: Kind = {
  kind: "thompson",
  summary: "",
  options: z.strictObject({ seed: z.int().optional() }),
};
const starter: Offered = {
  origin: "starter",
  experts: { small: { type: "echo" } },
  mixtures: { auto: { experts: ["small"] } },
};

type Given = { flags?: Flags; variables?: Record<string, string>; offered?: readonly Offered[] };

function settle(content: unknown, given: Given = {}): Settings {
  return resolveSettings({
    raw: { path: "/home/me/toque.config.ts", baseDir: "/home/me", content },
    flags: given.flags ?? {},
    environment: readEnvironment(given.variables ?? {}),
    workingDir: "/project",
    expertKinds: [echoKind],
    policyKinds: [fixedKind],
    offered: () => given.offered ?? [],
    onDemand: (name) => (name.startsWith("openai/") ? { type: "echo" } : null),
  });
}

function problemsOf(content: unknown, given: Given = {}): readonly string[] {
  try {
    settle(content, given);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ path, value, message }) => `${path} | ${value} | ${message}`);
    }
    throw error;
  }
  return [];
}

describe("what wins", () => {
  test("an empty file is a whole configuration", () => {
    const { config, dataDir } = settle({});
    expect(config.server).toEqual({ host: "127.0.0.1", port: 4141, body_limit_bytes: 33_554_432 });
    expect(config.limits.breaker).toEqual({ failures: 5, open_ms: 10_000 });
    expect(dataDir).toBe("/project/.toque");
  });

  test("a flag wins over the environment, which wins over the file", () => {
    const content = { server: { port: 1 }, data: "here" };
    const variables = { TOQUE_PORT: "2", TOQUE_DATA_DIR: "there" };
    expect(settle(content).config.server.port).toBe(1);
    expect(settle(content).dataDir).toBe("/home/me/here");
    expect(settle(content, { variables }).config.server.port).toBe(2);
    expect(settle(content, { variables }).dataDir).toBe("/project/there");
    expect(settle(content, { variables, flags: { port: "3", data: "/d" } }).config.server.port).toBe(3);
    expect(settle(content, { variables, flags: { port: "3", data: "/d" } }).dataDir).toBe("/d");
  });

  test("an expert or mixture of the file wins over an offered one of the same name", () => {
    const content = {
      experts: { mine: { type: "echo", delay_ms: 7 } },
      mixtures: { auto: { experts: ["mine"], policy: { type: "thompson", seed: 4 } } },
    };
    const settings = settle(content, { offered: [starter] });
    expect(settings.experts.map(({ name, origin }) => [name, origin])).toEqual([
      ["mine", "config"],
      ["small", "starter"],
    ]);
    expect(settings.experts[0]?.options).toEqual({ delay_ms: 7 });
    expect(settings.mixtures).toMatchObject([
      { name: "auto", experts: ["mine"], options: { seed: 4 }, origin: "config" },
    ]);
  });

  test("a mixture may hold a vendor's model that is opened on demand", () => {
    const { mixtures, experts } = settle({ mixtures: { paid: { experts: ["openai/gpt-9"] } } });
    expect(mixtures[0]?.experts).toEqual(["openai/gpt-9"]);
    expect(experts).toMatchObject([{ name: "openai/gpt-9", origin: "vendor" }]);
  });
});

describe("what is wrong", () => {
  test("every problem is named at once, with its path, its value and what is allowed", () => {
    const content: JsonObject = {
      server: { port: 70_000, hots: "x" },
      ledger: { mode: "strickt", url: "mysql://me:pw@db/x" },
      experts: { a: { type: "ecko" }, b: { type: "echo", delay: 1 }, "c d": { type: "echo" }, e: {} },
      mixtures: {
        auto: { experts: ["small", "x"] },
        none: { experts: [] },
        odd: { experts: ["b"], policy: { type: "thomson" } },
      },
      limits: { deadline_ms: "1s", breaker: { failures: 0 } },
    };
    expect(problemsOf(content)).toEqual([
      "server.port | 70000 | must be at most 65535",
      "server.hots | null | there is no such field; did you mean `host`?",
      'ledger.mode | "strickt" | must be one of strict, batched; did you mean `strict`?',
      'ledger.url | "mysql://me:(hidden)@db/x" | must begin with postgres:// or postgresql://',
      'experts["c d"] | {"type":"echo"} | is not a possible name: must be letters, digits and . _ : / @ - only',
      "experts.e.type | null | is missing; it must be a string",
      "mixtures.none.experts | [] | must have at least 1 entries",
      'limits.deadline_ms | "1s" | must be a number',
      "limits.breaker.failures | 0 | must be at least 1",
      'experts.a.type | "ecko" | must be one of echo; did you mean `echo`?',
      "experts.b.delay | null | there is no such field; allowed: delay_ms, api_key",
      'mixtures.auto.experts[0] | "small" | names no expert; experts there are: a, b, c d, e',
      'mixtures.auto.experts[1] | "x" | names no expert; experts there are: a, b, c d, e',
      'mixtures.odd.policy.type | "thomson" | must be one of thompson; did you mean `thompson`?',
    ]);
  });

  test("a problem of a flag or a variable is reported under that name", () => {
    expect(problemsOf({}, { flags: { port: "80x" } })).toEqual(['--port | "80x" | must be a number']);
    expect(problemsOf({}, { variables: { TOQUE_PORT: "-1" } })).toEqual([
      "TOQUE_PORT | -1 | must be at least 0",
    ]);
  });

  test("a secret is never shown", () => {
    const text = problemsOf({
      experts: { a: { type: "echo", api_key: "s3" } },
      server: { token: "s3cret" },
    }).join("\n");
    expect(text).toContain("experts.a.api_key | (hidden)");
    expect(text).not.toMatch(/s3/u);
  });

  test("a file that is no object, or has no object where one belongs, is told so", () => {
    expect(problemsOf([1])).toEqual([" | [1] | must be an object"]);
    expect(problemsOf({ server: 4, experts: [] }, { flags: { port: "1" } })).toEqual([
      "server | 4 | must be an object",
      "experts | [] | must be an object",
    ]);
  });

  test("a mixture may not have the name of an expert", () => {
    expect(problemsOf({ experts: { a: { type: "echo" } }, mixtures: { a: { experts: ["a"] } } })).toEqual([
      "mixtures.a | null | has the name of an expert; a client could not tell which of them it asks",
    ]);
  });
});
