import { describe, expect, it } from "vitest";
import { NO_FEATURES } from "../../router/features/features.ts";
import { closestName } from "./closest-name.ts";
import type { RecordedOutcome } from "./outcome-row.ts";
import { outcomeTable } from "./outcome-table.ts";

const UNKNOWN: RecordedOutcome = {
  score: NaN,
  answer: undefined,
  costUsd: NaN,
  inputTokens: NaN,
  outputTokens: NaN,
  outputChars: NaN,
  latencyMs: NaN,
};

function question(task: string, outcomes: Readonly<Record<string, Partial<RecordedOutcome>>>) {
  const full = Object.entries(outcomes).map(
    ([model, outcome]) => [model, { ...UNKNOWN, ...outcome }] as const,
  );
  return {
    id: "q",
    task,
    label: task,
    group: "g",
    features: NO_FEATURES,
    promptChars: 380,
    outcomes: new Map(full),
  };
}

describe("the learner's table of recorded outcomes", () => {
  it("has a column per model, unknown cells, equal answers in one class, and says what costs rest on", () => {
    const questions = [
      question("choice", {
        a: { score: 1, answer: "B", costUsd: 0.2, latencyMs: 9 },
        b: { score: 1, answer: "(b)", outputChars: 350 },
        c: { score: 0, answer: null },
      }),
      question("choice", { b: { score: 0.5 } }),
    ];
    const prices = { b: { inputPerMtok: 0, outputPerMtok: 1e6, usdPerCall: null } };
    const built = outcomeTable({ questions }, ["b", "c", "a"], prices);
    expect([...built.table.score]).toEqual([1, 0, 1, 0.5, NaN, NaN]);
    expect([...built.table.costUsd]).toEqual([100, NaN, 0.2, NaN, NaN, NaN]);
    expect([...built.table.latencyMs]).toEqual([NaN, NaN, 9, NaN, NaN, NaN]);
    expect([...built.table.answerClass]).toEqual([0, -1, 0, -2, -2, -2]);
    expect(built).toMatchObject({
      costBasis: "mixed",
      comparableShare: 0.75,
      coverage: [
        { model: "b", graded: 2, priced: 1 },
        { model: "c", graded: 1, priced: 0 },
        { model: "a", graded: 1, priced: 1 },
      ],
    });
  });

  it("sees in a task of function calls that prose calls nothing, in whatever words", () => {
    const calls = question("calls", {
      a: { score: 1, answer: "f(x=1)" },
      b: { score: 1, answer: '[{"f": {"x": 1}}]' },
    });
    const prose = question("calls", {
      a: { score: 1, answer: "I need the name of the city, please." },
      b: { score: 1, answer: "No function fits this question." },
    });
    const classes = (task: readonly ReturnType<typeof question>[]) => [
      ...outcomeTable({ questions: task }, ["a", "b"], {}).table.answerClass,
    ];
    expect(classes([calls, prose])).toEqual([0, 0, 0, 0]);
    expect(classes([prose])).toEqual([0, 1]);
  });
});

describe("a name that is not known", () => {
  it("is met with the one that was probably meant", () => {
    const known = ["gpt-4o-2024-05-13", "gemini-1.5-pro-002", "gemini-1.5-flash-002"];
    expect(closestName("gpt4o-2024-05-13", known)).toBe("gpt-4o-2024-05-13");
    expect(closestName("gpt-4o", known)).toBe("gpt-4o-2024-05-13");
    expect(closestName("Gemini-1.5-Flash", known)).toBe("gemini-1.5-flash-002");
    expect(closestName("claude", known)).toBeNull();
  });
});
