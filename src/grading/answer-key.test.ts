import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerClasses } from "./answer-key-classes.ts";
import { answerKey, answerKeyForCheck } from "./answer-key.ts";
import type { AnswerKind } from "./answer-key.ts";

const SAME: readonly (readonly [kind: AnswerKind | undefined, answers: readonly string[]])[] = [
  [undefined, ["B", "b", "(B)", "B.", "**B**", "Answer: B", "\\boxed{B}", "$B$"]],
  [undefined, ["0.5", "1/2", "\\frac{1}{2}", ".50", "5e-1", "Answer: 0.5"]],
  [undefined, ["1,000", "1000", "1000.00", "1e3", "$1,000", "+1000"]],
  [undefined, ["50%", "50", "50 %"]],
  [undefined, ["Paris", "paris.", "“Paris”", " PARIS ", "Ｐａｒｉｓ"]],
  [undefined, ["New  York", "new york"]],
  [
    undefined,
    ['{"a":1,"b":[true,null]}', '{ "b": [true, null], "a": 1.0 }', '```json\n{"b":[true,null],"a":1}\n```'],
  ],
  [
    undefined,
    [
      "get.area(base=10, height=5.0)",
      "[get.area(height=5, base=10)]",
      "get_area(base=10,\n height=5);",
      "['get_area(base=10, height=5)']",
      '[{"get_area": {"base": 10, "height": 5}}]',
      '[{"get_area": "{\\"base\\": 10, \\"height\\": 5}"}]',
      '{"name": "get.area", "arguments": {"height": 5, "base": 10}}',
      '[{"type": "function", "function": {"name": "get_area", "arguments": "{\\"base\\":10,\\"height\\":5}"}}]',
      '<tool_call>\n{"arguments": {"base": 10, "height": 5}, "name": "get_area"}\n</tool_call>',
      "<tool_call>\n{\"arguments\": {'base': 10, 'height': 5}, \"name\": 'get_area'}\n</tool_call>\n",
      '{"tool_calls": [{"name": "get_area", "arguments": {"base": 10, "height": 5}}]}',
      'get_area\n{"base": 10, "height": 5}',
      "```python\n[get_area(base=10, height=5)]\n```",
      "[get_area(base=10, height=5)]\n\nPlease note that the unit is not given.",
    ],
  ],
  [
    undefined,
    [
      "[f(a='x'), g(b=None)]",
      'g(b=null); f(a="x")',
      '<tool_call>{"name":"g","arguments":{"b":null}}</tool_call><tool_call>{"name":"f","arguments":{"a":"x"}}</tool_call>',
    ],
  ],
  ["calls", ["I cannot do that without the name of the city.", "[]", "Which city do you mean?"]],
  ["choice", ["The answer is (C).", "C", "So it must be C."]],
  ["number", ["It takes 3 + 4 = 7 minutes, so 7", "Answer: 7 minutes", "\\boxed{7}"]],
];

const DIFFERENT: readonly (readonly [kind: AnswerKind | undefined, answers: readonly string[]])[] = [
  [undefined, ["A", "B", "AB", "1", "-1", "0.1", "1.01", "1/3", "0.33", "50%", "0.5", "yes", "no"]],
  [undefined, ["(0, 1)", "[0, 1]", "{0, 1}", "x²", "x2", "n!", "n"]],
  [undefined, ['{"a":1}', '{"a":"1"}', '{"a":2}', '{"a":[1]}', "[1,2]", "[2,1]", "[]"]],
  [
    undefined,
    ["f(a=1)", "f(a='1')", "f(b=1)", "g(a=1)", "f(a=1, b=2)", "[f(a=1), f(a=1)]", "f(1)", "f(a=True)"],
  ],
  ["calls", ["[]", "f()", "g()"]],
  // Cut off by whoever recorded them, or to be computed: nobody knows whether they are the same.
  [
    "calls",
    [
      "[f(a=1, b='tru",
      "[f(a=1, b='Tru",
      "[f(a=[i for i in range(9)])]",
      "[f(a=list(range(9)))]",
      '<tool_call>\n{"name": "f", "argu',
      "[]",
    ],
  ],
  [undefined, ["f(x) = x + 1", "f(X) = x + 1"]],
  [undefined, ["9007199254740993", "9007199254740992"]],
];

const INCOMPARABLE: readonly (readonly [kind: AnswerKind | undefined, answer: string])[] = [
  [undefined, ""],
  [undefined, "  \n"],
  [undefined, "word ".repeat(60)],
  [undefined, "1".repeat(1_000_001)],
  ["choice", "A or B"],
  ["choice", "I do not know."],
  ["number", "either 4 or 5 apples, ".repeat(2) + "\nAnswer: 4 or 5"],
  ["json", "not JSON"],
];

describe("answerKey", () => {
  it.each(SAME)("of kind %s knows that these say the same: %j", (kind, answers) => {
    const keys = answers.map((answer) => answerKey(answer, kind));
    expect(keys).toEqual(answers.map(() => keys[0]));
    expect(keys[0]).not.toBeNull();
  });
  it.each(DIFFERENT)("of kind %s keeps these apart: %j", (kind, answers) => {
    const keys = answers.map((answer) => answerKey(answer, kind));
    expect(keys).not.toContain(null);
    // 50% is 50, as for the numeric check.
    expect(new Set(keys).size).toBe(answers.length);
  });
  it.each(INCOMPARABLE)("of kind %s cannot compare %j", (kind, answer) => {
    expect(answerKey(answer, kind)).toBeNull();
  });

  it("is short, the same twice and blind to spaces around the answer, for any text", () => {
    fc.assert(
      fc.property(anyAnswer, fc.constantFrom(undefined, ...KINDS), (answer, kind) => {
        const key = answerKey(answer, kind);
        expect(answerKey(` ${answer}\n`, kind)).toBe(key);
        expect((key ?? "").length).toBeLessThan(200);
      }),
      { seed: 3, numRuns: 500 },
    );
  });
  it("finds any number in whatever decimal form it was written", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 12 }), (number, zeros) => {
        const key = answerKey(String(number));
        expect(key).toBe(`number:${number}`);
        expect(answerKey(`${number}.${"0".repeat(zeros + 1)}`)).toBe(key);
        expect(answerKey(`\\boxed{${number}}`)).toBe(key);
        expect(answerKey(`${number}0/10`)).toBe(key);
      }),
      { seed: 3 },
    );
  });
  it("is the same for a call in every notation, whatever the arguments", () => {
    fc.assert(
      fc.property(fc.dictionary(argumentName, fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 }), (args) => {
        const key = answerKey(JSON.stringify({ name: "a.f", arguments: args }));
        const reversed = Object.fromEntries(Object.entries(args).toReversed());
        const python = Object.entries(reversed).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
        expect(key).not.toBeNull();
        expect(answerKey(`[a.f(${python.join(", ")})]`)).toBe(key);
        expect(answerKey(JSON.stringify([{ a_f: JSON.stringify(reversed) }]))).toBe(key);
      }),
      { seed: 3 },
    );
  });
});

describe("answerKey of a hostile text", () => {
  it.each([
    "\n",
    "\u{1f600}",
    "é",
    "\ud800",
    "\\",
    "[",
    "{",
    "f(",
    "a.",
    '"\\',
    "<x>",
    "```\n",
    "1e9,",
    "-",
    "(A)",
  ])("reads a million characters of %j in bounded work", (piece) => {
    const text = piece.repeat(1_000_000 / piece.length);
    for (const kind of [undefined, ...KINDS])
      for (const whole of [text, `${text.slice(0, -2)}f(`, `f(${text.slice(0, -2)}`])
        expect((answerKey(whole, kind) ?? "").length).toBeLessThan(200);
  });
});

describe("answerKeyForCheck", () => {
  it("compares as the check does", () => {
    const options = ["red", "green"];
    const choice = { type: "choice", expected: "A", options } as const;
    expect(answerKeyForCheck(choice, "green")).toBe(answerKeyForCheck(choice, "Answer: B"));
    const exact = { type: "exact", expected: "x" } as const;
    expect(answerKeyForCheck(exact, "Paris")).not.toBe(answerKeyForCheck(exact, "paris"));
    const folded = { type: "exact", expected: "x", ignore_case: true } as const;
    expect(answerKeyForCheck(folded, "Paris")).toBe(answerKeyForCheck(folded, "paris"));
    const numeric = { type: "numeric", expected: 1, tolerance: 1 } as const;
    expect(answerKeyForCheck(numeric, "So it is 1/2.")).toBe("number:1/2");
    expect(answerKeyForCheck(numeric, "no number")).toBeNull();
    const schema = { type: "json-schema", schema: {} } as const;
    expect(answerKeyForCheck(schema, '{"a":1,"b":2}')).toBe(answerKeyForCheck(schema, '{"b":2,"a":1}'));
  });
});

describe("answerClasses", () => {
  it("numbers equal answers equally and tells no answer from an unknown one", () => {
    expect(answerClasses(["A", "b", "(A)", null, undefined, "", "B"])).toEqual([0, 1, 0, -1, -2, -1, 1]);
  });
});

const KINDS: readonly AnswerKind[] = ["choice", "number", "json", "calls", "text"];
const argumentName = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/u);
const anyAnswer = fc.oneof(
  fc.string({ unit: "binary", maxLength: 100 }),
  fc.string({ unit: "grapheme", maxLength: 100 }),
  fc
    .array(
      fc.constantFrom(
        "f(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        "a=",
        '"',
        "'",
        "1",
        "e9",
        ":",
        "Answer:",
        "A",
        "\n",
        "<t>",
        "```",
      ),
      { maxLength: 30 },
    )
    .map((pieces) => pieces.join("")),
);
