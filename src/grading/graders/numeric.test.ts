import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeGrader } from "../conformance.ts";
import { gradeAnswer } from "../grade.ts";
import { parseCheck } from "../check.ts";

describeGrader({
  check: { type: "numeric", expected: "1,234.50" },
  right: [
    "1234.5",
    "1,234.50",
    "1.234,50",
    "+1234.5",
    "$1,234.50",
    "1234,5",
    "1 234,5",
    "1\u202f234.5",
    "1'234.5",
    "2469/2",
    "\\frac{2469}{2}",
    "1234 1/2",
    "1.2345e3",
    "1.2345 × 10^3",
    "The sum is 12 + 1222.5 = **1,234.5** apples.",
    "Answer: $1{,}234.5$\n(see page 7)",
    "\\boxed{1234.5}",
    "１２３４.5",
    "1234.5%",
    "1234.5 m²",
  ],
  wrong: [
    "1234",
    "-1234.5",
    "1234.51",
    "12345",
    "1.2345",
    "Answer: 7\n1234.5",
    "1234.5 thousand",
    "\\boxed{7} then 1234.5",
  ],
  untold: [
    "",
    "no idea",
    "x2",
    "1234.5\\sqrt{2}",
    "2 + 1234.5",
    "1.2.3",
    "1234.5^2",
    "1234.5/0",
    "1e999999999",
    "9".repeat(5_000),
  ],
});

describeGrader({
  check: { type: "numeric", expected: -0.5, tolerance: 0.01 },
  right: ["-0.5", "−0.5", "-1/2", "-\\frac{1}{2}", "-0.49", "-.51", "-$0.50"],
  wrong: ["0.5", "-0.4899999", "-0.5101"],
});

describeGrader({
  check: { type: "numeric", expected: 42 },
  right: [
    "Answer: 42 (since 6*7 = 42, not 41)",
    "Answer: 42, because 50 - 8 = 42 and 41 is odd",
    "Answer: 42, not 41",
    "Answer: **42** (41 + 1)",
    "Answer: $42$ since 41 + 1 = 42",
    "Answer: 42 ≈ 41.9",
    "Answer: x = 42",
    "Answer: x = 42 (see page 7)",
    "Answer: 6 * 7 = 42",
    "Answer: 50 - 8 = 42, one more than 41",
    "Answer: 42 = 6 * 7",
    "Answer: The answer is 42. I first had 41.",
    "Answer: 42 apples, as 50 - 8 = 42",
    "Answer: 42 (42.0 exactly)",
    "\\boxed{42\\text{ (about }41.9\\text{)}}",
  ],
  wrong: ["Answer: 41 (since 6*7 = 42)", "Answer: 41, not 42", "Answer: 6 * 7 = 41 (not 42)"],
  untold: [
    "Answer: 41 or 42",
    "Answer: 42, 41",
    "Answer: 42 and 41",
    "Answer: 42 hours 20 minutes",
    "Answer: Of 50 apples 42 are left",
    "Answer: x = 42, y = 41",
    "Answer: 42 apples, 8 fewer than 50",
    "\\boxed{(41, 42)}",
  ],
});

describe("an answer with a comment", () => {
  const number = fc.integer({ min: -10_000, max: 10_000 });
  const comment = fc.constantFrom(
    (other: number) => ` (since ${other} is too small)`,
    (other: number) => `, not ${other}`,
    (other: number) => `; we checked ${other} as well`,
    (other: number) => ` because ${other} + 1 is not`,
    (other: number) => `. At first I had ${other}.`,
  );
  const lead = fc.constantFrom("", "$", "x = ", "is ", "the answer is ", "**");

  it("is judged by the answer, whatever the comment's number", async () => {
    await fc.assert(
      fc.asyncProperty(number, number, fc.tuple(lead, comment), async (given, other, [before, after]) => {
        const answer = `Answer: ${before}${given}${after(other)}`;
        for (const expected of [given, other]) {
          const grade = await gradeAnswer({ type: "numeric", expected }, answer);
          expect(grade).toMatchObject({ correct: expected === given });
        }
      }),
      { seed: 3 },
    );
  });
});

describe("numbers however written", () => {
  const digits = fc.bigInt({ min: 0n, max: 10n ** 15n });
  const written = fc.record({
    whole: digits,
    cents: fc.integer({ min: 0, max: 99 }),
    zeros: fc.integer({ min: 0, max: 5 }),
  });

  it("are equal whatever the separators, trailing zeros and plus sign", async () => {
    await fc.assert(
      fc.asyncProperty(
        written,
        fc.constantFrom("", "+"),
        fc.boolean(),
        async ({ whole, cents, zeros }, sign, grouped) => {
          const fraction = String(cents).padStart(2, "0");
          const shown = grouped ? whole.toLocaleString("en-US") : String(whole);
          const check = parseCheck({ type: "numeric", expected: `${whole}.${fraction}` }, "check");
          const answer = `The total is ${sign}${shown}.${fraction}${"0".repeat(zeros)}.`;
          expect(await gradeAnswer(check, answer)).toMatchObject({ correct: true });
        },
      ),
      { seed: 1 },
    );
  });

  it("are never equal when their values differ", async () => {
    await fc.assert(
      fc.asyncProperty(digits, digits, fc.integer({ min: 0, max: 12 }), async (left, right, places) => {
        fc.pre(left !== right);
        const check = parseCheck({ type: "numeric", expected: `${left}e-${places}` }, "check");
        expect(await gradeAnswer(check, `Answer: ${right}e-${places}`)).toMatchObject({ correct: false });
      }),
      { seed: 2 },
    );
  });

  it.each(["", "two", "3,4", "1, 2", "x = 3", "1/0"])(
    "an expected value of %j is refused with the field's name",
    (expected) => {
      expect(() => parseCheck({ type: "numeric", expected }, "toque.check")).toThrowError(
        expect.objectContaining({ code: "invalid_request", param: "toque.check.expected" }),
      );
    },
  );
});
