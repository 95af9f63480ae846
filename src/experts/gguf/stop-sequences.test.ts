import { array, assert, constantFrom, integer, property, string } from "fast-check";
import { expect, test } from "vitest";
import { NO_STOP_YET, readStop } from "./stop-sequences.ts";

function readAll(pieces: readonly string[], stops: readonly string[]): { visible: string; stopped: boolean } {
  let state = NO_STOP_YET;
  let visible = "";
  for (const piece of pieces) {
    const step = readStop(state, piece, stops);
    visible += step.visible;
    if (step.stopped) return { visible, stopped: true };
    state = step.state;
  }
  return { visible: visible + state.held, stopped: false };
}

test("a stop sequence is found however the text is cut into pieces", () => {
  const letters = string({ unit: constantFrom("a", "b"), maxLength: 12 });
  const stop = string({ unit: constantFrom("a", "b"), minLength: 1, maxLength: 4 });
  assert(
    property(letters, stop, array(integer({ min: 1, max: 4 })), (text, wanted, cuts) => {
      const pieces: string[] = [];
      let rest = text;
      for (const cut of cuts) {
        pieces.push(rest.slice(0, cut));
        rest = rest.slice(cut);
      }
      const at = text.indexOf(wanted);
      const expected =
        at < 0 ? { visible: text, stopped: false } : { visible: text.slice(0, at), stopped: true };
      expect(readAll([...pieces, rest], [wanted])).toEqual(expected);
    }),
  );
});

test("text that cannot become a stop sequence is shown at once", () => {
  expect(readStop(NO_STOP_YET, "hello, ", ["\nUser:"]).visible).toBe("hello, ");
  expect(readStop(NO_STOP_YET, "hello\nUs", ["\nUser:"]).visible).toBe("hello");
});
