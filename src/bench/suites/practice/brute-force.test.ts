import { describe, expect, it } from "vitest";
import { practice } from "./practice.ts";

/** Solves a prompt by reading its words, with nothing shared with the generators. */
type Solver = readonly [pattern: RegExp, solve: (...groups: string[]) => string];

const DAY_MS = 86_400_000;
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

function calculate(expression: string): string {
  expect(expression).toMatch(/^[\d+\-*() ]+$/);
  // Only digits and operators get here, and an independent evaluator is the point of the test.
  // eslint-disable-next-line no-implied-eval, no-new-func, typescript/no-implied-eval
  return String(new Function(`return ${expression};`)());
}

function inUtc(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

function clockLater(day: string, clock: string, minutes: number): string {
  // 2024-01-01 was a Monday.
  const start = inUtc("2024-01-01").getTime() + WEEKDAYS.indexOf(day) * DAY_MS;
  const [hours, rest] = clock.split(":").map(Number);
  const end = new Date(start + ((hours ?? 0) * 60 + (rest ?? 0) + minutes) * 60_000);
  return `${WEEKDAYS[(end.getUTCDay() + 6) % 7]} ${end.toISOString().slice(11, 16)}`;
}

function rank(statements: string, which: string): string {
  const pairs = statements.split(", ").map((statement): [string, string] => {
    const [left = "", sign, right = ""] = statement.split(" ");
    return sign === ">" ? [left, right] : [right, left];
  });
  const letters = [...new Set(pairs.flat())];
  const above = (letter: string): number => {
    const upper = pairs.filter(([, smaller]) => smaller === letter).map(([larger]) => above(larger));
    return upper.length === 0 ? 0 : 1 + Math.max(...upper);
  };
  const sorted = letters.toSorted((left, right) => above(left) - above(right));
  return (
    sorted.at({ largest: 0, smallest: -1, "second largest": 1, "second smallest": -2 }[which] ?? 0) ?? ""
  );
}

function nextTerm(list: string): string {
  const t = list.split(", ").map(Number);
  const at = (index: number): number => t[index] ?? 0;
  if (t.length === 4) return String(2 * at(3) - at(2));
  return String(2 * at(4) - at(2));
}

function reversed(word: string): string {
  return word.split("").reduce((rest, letter) => letter + rest, "");
}

const solvers: readonly Solver[] = [
  [/^What is ([\d+\-*() ]+)\?$/, calculate],
  [/^Reverse the word (\w+)\.$/, reversed],
  [/^Write (\w+) in capitals\.$/, (word) => word.toUpperCase()],
  [/^What is letter (\d) of (\w+)\?$/, (number, word) => word.charAt(Number(number) - 1)],
  [/^How many times is (\w) in (\w+)\?$/, (letter, word) => String(word.split(letter).length - 1)],
  [/^Sort the letters of (\w+)\.$/, (word) => word.split("").toSorted().join("")],
  [/^Remove every (\w) from (\w+)\.$/, (letter, word) => word.split(letter).join("")],
  [
    /^Remove every (\w) from (\w+), then reverse it\.$/,
    (letter, word) => reversed(word.split(letter).join("")),
  ],
  [
    /^Shift each letter of (\w+) forward by (\d)\.$/,
    (word, by) =>
      word.replace(/./g, (letter) =>
        String.fromCharCode(((letter.charCodeAt(0) - 97 + Number(by)) % 26) + 97),
      ),
  ],
  [/^Sort the letters of (\w+) from z to a\.$/, (word) => reversed(word.split("").toSorted().join(""))],
  [
    /^It is (\w+) ([\d:]+)\. What day and time is it (\d+) minutes later\?$/,
    (day, clock, minutes) => clockLater(day, clock, Number(minutes)),
  ],
  [
    /^It is (\w+) ([\d:]+)\. What day and time is it (\d+) h (\d+) min later\?$/,
    (day, clock, ...time) => clockLater(day, clock, Number(time[0]) * 60 + Number(time[1])),
  ],
  [
    /^What date is (\d+) days after ([\d-]+)\?$/,
    (days, date) => new Date(inUtc(date).getTime() + Number(days) * DAY_MS).toISOString().slice(0, 10),
  ],
  [
    /^How many days from ([\d-]+) to ([\d-]+)\?$/,
    (from, to) => String((inUtc(to).getTime() - inUtc(from).getTime()) / DAY_MS),
  ],
  [
    /^What month is (\d+) months after (\w+) (\d+)\?$/,
    (months, month, year) => {
      const start = new Date(`${month} 1, ${year} 00:00:00 UTC`);
      start.setUTCMonth(start.getUTCMonth() + Number(months));
      return start.toLocaleString("en", { month: "long", year: "numeric", timeZone: "UTC" });
    },
  ],
  [
    /^Which is largest: ([\d, ]+)\?$/,
    (list) => list.split(", ").toSorted((a, b) => Number(b) - Number(a))[0] ?? "",
  ],
  [
    /^Which is smallest: ([\d, ]+)\?$/,
    (list) => list.split(", ").toSorted((a, b) => Number(a) - Number(b))[0] ?? "",
  ],
  [/^What comes next: ([A-Z ]+) \?$/, (list) => list.split(" ").at(-5) ?? ""],
  [/^What comes next: ([\d, ]+), \?$/, nextTerm],
  [
    /^The steps grow evenly: (\d+), (\d+), (\d+), (\d+), \?$/,
    // Third differences are zero: the next term of a, b, c, d is 3d - 3c + b, whatever a is.
    (_, b, ...later) => String(3 * Number(later[1]) - 3 * Number(later[0]) + Number(b)),
  ],
  [/^If ([A-Z<>, ]+), which is ([a-z ]+)\?$/, rank],
];

function solve(prompt: string): string {
  for (const [pattern, solver] of solvers) {
    const found = pattern.exec(prompt);
    if (found) return solver(...found.slice(1));
  }
  throw new Error(`No solver reads: ${prompt}`);
}

describe("the answers of the practice suite", () => {
  it.each([0, 31, 99_999])("agree with an independent solver on every problem of seed %i", (seed) => {
    const count = practice.families.length * practice.difficulties.length * practice.problemsPerCell;
    const wrong = [...practice.problems({ seed, count })].filter(
      ({ prompt, answer }) => solve(prompt) !== answer,
    );
    expect(wrong.map(({ prompt, answer }) => [prompt, answer, solve(prompt)])).toEqual([]);
  });
});
