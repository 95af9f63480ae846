import { describe, expect, it } from "vitest";
import { parseCheck } from "../check.ts";
import { describeGrader } from "../conformance.ts";
import { gradeAnswer } from "../grade.ts";

describeGrader({
  check: { type: "regex", pattern: "^\\d{4}-\\d{2}-\\d{2}$", flags: "m" },
  right: ["2026-11-23", "Today:\n2026-11-23\nGoodbye"],
  wrong: ["", "23/11/2026", "on 2026-11-23"],
});

describe("patterns from clients", () => {
  it.each([
    "(a)\\1",
    "(?=a)b",
    "(?<!a)b",
    "(?<n>a)\\k<n>",
    "[",
    "x{1000}{1000}",
    "(?:x{900}){2}",
    "a".repeat(1_001),
    "",
  ])("%j is refused with the field's name", (pattern) => {
    expect(() => parseCheck({ type: "regex", pattern }, "toque.check")).toThrowError(
      expect.objectContaining({ code: "invalid_request", param: "toque.check.pattern" }),
    );
  });

  it.each(["(a+)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a|aa)+$", "(.*a){20}b"])(
    "%j, which hangs a backtracking engine, gives a verdict",
    async (pattern) => {
      const check = parseCheck({ type: "regex", pattern }, "toque.check");
      expect(await gradeAnswer(check, `${"a".repeat(20_000)}!`)).toMatchObject({ correct: false });
    },
  );

  it("a large pattern on a large answer is not tried", async () => {
    const check = parseCheck({ type: "regex", pattern: "a[ab]{400}c" }, "toque.check");
    expect(await gradeAnswer(check, "ab".repeat(100_000))).toMatchObject({ correct: null });
  });
});
