import { expect, it } from "vitest";
import { parseRow } from "./outcome-row.ts";

it.each([
  [{ correct: 7 }, "outcomes.a.correct: must be 0 or 1, not 7"],
  [{ input_tokens: -1 }, "outcomes.a.input_tokens: must be at least 0, not -1"],
  [{ score: "x" }, 'outcomes.a.score: must be a number, not "x"'],
])("an outcome %o is refused with the value", (outcome, problem) => {
  const line = JSON.stringify({ task: "t", id: "1", prompt: "p", outcomes: { a: outcome } });
  expect(parseRow(line, null)).toEqual({ problem });
});
