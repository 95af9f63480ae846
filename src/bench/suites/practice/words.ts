import type { Family } from "./family.ts";
import { exactTask, numericTask, defineShape, type Shape } from "./shape.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
/** Few letters, so that one of them is often there more than once. */
const FEW = "aenrst";

function spell(alphabet: string, slots: readonly number[]): string {
  return slots.map((slot) => alphabet[slot]).join("");
}

function times(count: number, radix: number): number[] {
  return Array.from({ length: count }, () => radix);
}

function lettersOf(word: string): string[] {
  return word.split("");
}

function backwards(word: string): string {
  return lettersOf(word).toReversed().join("");
}

function reverseShape(length: number): Shape {
  return defineShape({
    name: `reverse ${length}`,
    radices: times(length, 26),
    write: (slots) => {
      const word = spell(LETTERS, slots);
      return exactTask(`Reverse the word ${word}.`, [], backwards(word));
    },
  });
}

function capitalsShape(length: number): Shape {
  return defineShape({
    name: `capitals ${length}`,
    radices: times(length, 26),
    write: (slots) => {
      const word = spell(LETTERS, slots);
      return exactTask(`Write ${word} in capitals.`, [], word.toUpperCase());
    },
  });
}

const letterShape = defineShape({
  name: "nth letter",
  radices: [6, ...times(7, 26)],
  write: ([place, ...slots]) => {
    const word = spell(LETTERS, slots);
    const number = place + 2;
    const counted = lettersOf(word.slice(0, number))
      .map((letter, index) => `${index + 1}${letter}`)
      .join(" ");
    return exactTask(`What is letter ${number} of ${word}?`, [counted], word[number - 1] ?? "");
  },
});

const countShape = defineShape({
  name: "count a letter",
  radices: [6, ...times(9, 6)],
  write: ([target, ...slots]) => {
    const [letter, word] = [FEW[target] ?? "", spell(FEW, slots)];
    let seen = 0;
    const counted = lettersOf(word)
      .map((one) => `${one}${one === letter ? ++seen : seen}`)
      .join("");
    return numericTask(`How many times is ${letter} in ${word}?`, [counted], seen);
  },
});

function sortShape(length: number): Shape {
  return defineShape({
    name: `sort ${length}`,
    radices: times(length, 26),
    write: (slots) => {
      const word = spell(LETTERS, slots);
      return exactTask(`Sort the letters of ${word}.`, [], lettersOf(word).toSorted().join(""));
    },
  });
}

/** The letter to remove, and a word of nine that does not begin with it, so something is always left. */
function removal(target: number, first: number, slots: readonly number[]): [string, string, string] {
  const letter = FEW[target] ?? "";
  const word = spell(FEW.replace(letter, ""), [first]) + spell(FEW, slots);
  return [letter, word, word.replaceAll(letter, "")];
}

const removeShape = defineShape({
  name: "remove a letter",
  radices: [6, 5, ...times(8, 6)],
  write: ([target, first, ...slots]) => {
    const [letter, word, rest] = removal(target, first, slots);
    return exactTask(`Remove every ${letter} from ${word}.`, [], rest);
  },
});

const removeReverseShape = defineShape({
  name: "remove and reverse",
  radices: [6, 5, ...times(8, 6)],
  write: ([target, first, ...slots]) => {
    const [letter, word, rest] = removal(target, first, slots);
    return exactTask(`Remove every ${letter} from ${word}, then reverse it.`, [rest], backwards(rest));
  },
});

function shiftShape(length: number, farthest: number): Shape {
  return defineShape({
    name: `shift ${length}`,
    radices: [farthest, ...times(length, 26)],
    write: ([by, ...slots]) => {
      const places = by + 1;
      const word = spell(LETTERS, slots);
      const moved = spell(
        LETTERS,
        slots.map((slot) => (slot + places) % 26),
      );
      return exactTask(`Shift each letter of ${word} forward by ${places}.`, [], moved);
    },
  });
}

const sortReverseShape = defineShape({
  name: "sort backwards",
  radices: times(6, 26),
  write: (slots) => {
    const sorted = lettersOf(spell(LETTERS, slots)).toSorted().join("");
    return exactTask(
      `Sort the letters of ${spell(LETTERS, slots)} from z to a.`,
      [sorted],
      backwards(sorted),
    );
  },
});

/** Tasks on the letters of made-up words. */
export const words: Family = {
  name: "words",
  shapes: {
    easy: [reverseShape(6), capitalsShape(6), letterShape],
    medium: [countShape, sortShape(6), removeShape],
    hard: [removeReverseShape, shiftShape(5, 5), sortReverseShape],
  },
  drills: [
    reverseShape(3),
    reverseShape(4),
    reverseShape(5),
    reverseShape(7),
    sortShape(3),
    sortShape(4),
    shiftShape(2, 5),
    capitalsShape(4),
  ],
};
