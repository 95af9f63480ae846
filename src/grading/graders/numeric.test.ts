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
