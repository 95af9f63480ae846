import process from "node:process";
import { styleText } from "node:util";

const COLUMNS_DEFAULT = 80;
const COLUMNS_MIN = 40;

type Style = Parameters<typeof styleText>[0];

/** Where a command writes. Results go to `print`, everything about them to `note`. */
export type Terminal = {
  readonly print: (text: string) => void;
  /** Raw text without a line end, for streams. Resolves when it may go on. */
  readonly write: (text: string) => Promise<void>;
  readonly note: (text: string) => void;
  readonly paint: (style: Style, text: string) => string;
  /** The same for notes, which may go elsewhere. */
  readonly paintNote: (style: Style, text: string) => string;
  readonly columns: number;
  /** A person is watching the notes, so that a line may be drawn over. */
  readonly lively: boolean;
};

/** The process's own terminal. Colours only where a person looks, and never when NO_COLOR is set. */
export function processTerminal(noColor: boolean): Terminal {
  return {
    print: (text) => void process.stdout.write(`${text}\n`),
    write: (text) =>
      new Promise((resolve) => {
        process.stdout.write(text, () => resolve());
      }),
    note: (text) => void process.stderr.write(`${text}\n`),
    paint: painter(!noColor && process.stdout.isTTY),
    paintNote: painter(!noColor && process.stderr.isTTY),
    columns: Math.max(COLUMNS_MIN, process.stdout.columns ?? COLUMNS_DEFAULT),
    lively: process.stderr.isTTY,
  };
}

function painter(colours: boolean): Terminal["paint"] {
  return (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
}
