import { readApgr, readDecision, readMeasures } from "./read-part.ts";
import type { Measure } from "./measure.ts";

/** One script of the protocol, run in a process of its own, and how what it prints is read. */
export type Part = {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly quick: readonly string[];
  readonly read: (output: string) => readonly Measure[];
};

const routing = (name: string, args: readonly string[]): Part => ({
  name,
  script: "routing.ts",
  args,
  quick: [...args, "--run", "1"],
  read: readMeasures,
});

/** The longest first: two of them run at a time. */
export function partsOf(routellmFile: string): readonly Part[] {
  const apgr = [
    "--outcomes",
    routellmFile,
    "--json",
    "--models",
    "stack",
    "--labels",
    "mmlu:500,mmlu:1500,gsm8k:500",
  ];
  const script = (name: string, rest: Pick<Part, "args" | "quick"> & { readonly script?: string }): Part => ({
    script: `${name}.ts`,
    read: readMeasures,
    name,
    ...rest,
  });
  return [
    routing("pro", "--data mmlu-pro --label hidden --run 3".split(" ")),
    routing(
      "pro-labelled",
      "--data mmlu-pro --label known --objectives match --run 3 --no-baselines".split(" "),
    ),
    script("violations", { args: [], quick: ["--trials", "200", "--data", "redux"] }),
    routing("bfcl", "--data bfcl --label hidden --objectives match --run 2".split(" ")),
    routing("bfcl-labelled", "--data bfcl --label known --objectives match --no-baselines".split(" ")),
    routing("redux", ["--data", "redux", "--label", "hidden", "--objectives", "match"]),
    ...[100, 300, 1_000, 3_000].map((labels) =>
      routing(
        `pro-${labels}`,
        `--data mmlu-pro --label known --objectives match --rows ${labels} --run 3 --no-baselines`.split(" "),
      ),
    ),
    script("learning", { args: [], quick: [] }),
    script("online", { args: ["--orders", "40"], quick: ["--orders", "4"] }),
    script("curves", { args: ["--data", "mmlu-pro"], quick: ["--data", "mmlu-pro"] }),
    { ...script("apgr", { args: apgr, quick: [...apgr, "--repeats", "3"] }), read: readApgr },
    script("drift", { args: ["--json"], quick: ["--json", "--streams", "60", "--runs", "40"] }),
    { ...script("decision-time", { args: [], quick: [] }), read: readDecision },
  ];
}

/** What the issue asks for, by key of a measure. */
export const TARGETS: Readonly<Record<string, Measure["target"]>> = {
  "apgr:mmlu:500": { atLeast: 0.62 },
  "apgr:mmlu:1500": { atLeast: 0.64 },
  "apgr:gsm8k:500": { atLeast: 0.63 },
  "mmlu-pro:hidden:all:match:cost": { atMost: 0.2 },
  "mmlu-pro:hidden:all:match:difference": { atLeast: -0.01 },
  "mmlu-pro:known:all:match:cost": { atMost: 0.1 },
  "mmlu-pro:known:all:match:difference": { atLeast: -0.01 },
  "mmlu-pro:hidden:all:budget:cost": { atMost: 0.45 },
  "mmlu-pro:hidden:all:budget:difference": { atLeast: 0.03 },
  "bfcl:known:all:match:cost": { atMost: 0.15 },
  "bfcl:known:all:match:difference": { atLeast: -0.01 },
  "redux:hidden:all:match:difference": { atLeast: 0 },
  "decision-p50": { atMost: 100 },
  "decision-p99": { atMost: 300 },
};
