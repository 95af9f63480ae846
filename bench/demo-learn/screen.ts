/** Where the demonstration is watched: a terminal is redrawn in place, a file gets lines. */
export type Screen = { show(lines: readonly string[]): void; say(line: string): void };

const CLEAR_BELOW = "\u001B[0J";
const COLUMNS = 120;

export function openScreen(stream: NodeJS.WriteStream): Screen {
  return stream.isTTY ? terminal(stream) : plain(stream);
}

function terminal(stream: NodeJS.WriteStream): Screen {
  let drawn = 0;
  const back = (): string => (drawn === 0 ? "" : `\u001B[${drawn}A\r${CLEAR_BELOW}`);
  return {
    show(lines) {
      const columns = stream.columns || COLUMNS;
      const cut = lines.map((line) => (line.length < columns ? line : `${line.slice(0, columns - 2)}…`));
      stream.write(`${back()}${cut.join("\n")}\n`);
      drawn = cut.length;
    },
    say(line) {
      stream.write(`${back()}${line}\n`);
      drawn = 0;
    },
  };
}

function plain(stream: NodeJS.WriteStream): Screen {
  return {
    show: (lines) => void stream.write(`${lines.join("\n")}\n\n`),
    say: (line) => void stream.write(`${line}\n`),
  };
}
