import type { Family } from "./family.ts";
import { exactTask, numericTask, defineShape, type Shape } from "./shape.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Different letters, one per slot: each slot picks among those still left. */
function pickLetters(slots: readonly number[]): string[] {
  const left = LETTERS.split("");
  return slots.flatMap((slot) => left.splice(slot, 1));
}

/** The `number`-th ordering of 0..count-1. */
function ordering(number: number, count: number): number[] {
  const left = Array.from({ length: count }, (_, index) => index);
  let rest = number;
  return Array.from({ length: count }, () => {
    const [taken] = left.splice(rest % left.length, 1);
    rest = Math.floor(rest / (left.length + 1));
    return taken ?? 0;
  });
}

const largestShape = defineShape({
  name: "largest or smallest of three",
  radices: [2, 9900, 9900, 9900],
  write: ([ask, ...slots]) => {
    const numbers = slots.map((slot) => slot + 100);
    return numericTask(
      `Which is ${ask === 0 ? "largest" : "smallest"}: ${numbers.join(", ")}?`,
      [],
      ask === 0 ? Math.max(...numbers) : Math.min(...numbers),
    );
  },
});

const cycleShape = defineShape({
  name: "letters in a cycle",
  radices: [5, 26, 25, 24, 23, 22],
  write: ([extra, ...slots]) => {
    const cycle = pickLetters(slots);
    const shown = Array.from({ length: 7 + extra }, (_, index) => cycle[index % 5]);
    return exactTask(`What comes next: ${shown.join(" ")} ?`, [], cycle[shown.length % 5] ?? "");
  },
});

function progressionShape(firstTerms: number, steps: number): Shape {
  return defineShape({
    name: `next term below ${firstTerms}`,
    radices: [firstTerms, steps],
    write: ([first, slot]) => {
      const step = slot + 1;
      const [third, last] = [first + 1 + 2 * step, first + 1 + 3 * step];
      return numericTask(
        `What comes next: ${first + 1}, ${first + 1 + step}, ${third}, ${last}, ?`,
        [`${last}-${third}=${step}`, `${last}+${step}=${last + step}`],
        last + step,
      );
    },
  });
}

/** `A > K > M > C` and the statements about its neighbours, in the order that `number` gives. */
function chain(
  letters: readonly string[],
  number: number,
  flips: number,
): { line: string; statements: string } {
  const statements = ordering(number, letters.length - 1).map((index) => {
    const [larger, smaller] = [letters[index], letters[index + 1]];
    return (flips >> index) & 1 ? `${smaller} < ${larger}` : `${larger} > ${smaller}`;
  });
  return { line: letters.join(" > "), statements: statements.join(", ") };
}

const RANKS = ["largest", "smallest", "second largest", "second smallest"];

function ranked(letters: readonly string[], rank: number): string {
  return letters.at([0, -1, 1, -2][rank] ?? 0) ?? "";
}

const fourInOrderShape = defineShape({
  name: "four in order",
  radices: [4, 2, 6, 26, 25, 24, 23],
  write: ([rank, flip, number, ...slots]) => {
    const letters = pickLetters(slots);
    const { line, statements } = chain(letters, number, flip * 7);
    return exactTask(`If ${statements}, which is ${RANKS[rank]}?`, [line], ranked(letters, rank));
  },
});

const fiveInOrderShape = defineShape({
  name: "five in order",
  radices: [4, 16, 24, 26, 25, 24, 23, 22],
  write: ([rank, flips, number, ...slots]) => {
    const letters = pickLetters(slots);
    const { line, statements } = chain(letters, number, flips);
    return exactTask(`If ${statements}, which is ${RANKS[rank]}?`, [line], ranked(letters, rank));
  },
});

const interleavedShape = defineShape({
  name: "two series interleaved",
  radices: [99, 99, 29, 29],
  write: ([i, j, k, l]) => {
    const [a, b, d, e] = [1 + i, 1 + j, 1 + k, 1 + l];
    const terms = [a, b, a + d, b + e, a + 2 * d, b + 2 * e];
    return numericTask(
      `What comes next: ${terms.join(", ")}, ?`,
      [`${a + 2 * d}-${a + d}=${d}`, `${a + 2 * d}+${d}=${a + 3 * d}`],
      a + 3 * d,
    );
  },
});

const growingShape = defineShape({
  name: "growing steps",
  radices: [999, 99, 90],
  write: ([i, j, k]) => {
    const [first, step, growth] = [1 + i, 1 + j, 1 + k];
    const terms = [0, 1, 2, 3].map((n) => first + n * step + (growth * n * (n - 1)) / 2);
    const [one = 0, two = 0, three = 0, four = 0] = terms;
    const gaps = [two - one, three - two, four - three, four - three + growth];
    return numericTask(
      `The steps grow evenly: ${terms.join(", ")}, ?`,
      [
        `${two}-${one}=${gaps[0]}`,
        `${three}-${two}=${gaps[1]}`,
        `${four}-${three}=${gaps[2]}`,
        `${gaps[2]}+${growth}=${gaps[3]}`,
        `${four}+${gaps[3]}=${four + (gaps[3] ?? 0)}`,
      ],
      four + (gaps[3] ?? 0),
    );
  },
});

/** Series to continue, and small puzzles of order. */
export const series: Family = {
  name: "series",
  shapes: {
    easy: [largestShape, cycleShape],
    medium: [progressionShape(10_000, 1200), fourInOrderShape],
    hard: [interleavedShape, growingShape, fiveInOrderShape],
  },
  drills: [progressionShape(100, 20), progressionShape(1000, 200)],
};
