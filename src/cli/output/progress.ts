import process from "node:process";
import type { Terminal } from "./terminal.ts";

const QUIET_MS = 1_000;
const FRAME_MS = 120;
const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"] as const;
const CLEAR = "\r\u001b[2K";

/** Runs work that may take long and says so once it has taken a second: a moving line for a person, one line for a log. */
export async function withProgress<Result>(
  terminal: Terminal,
  label: string | (() => string),
  work: () => Promise<Result>,
): Promise<Result> {
  const text = typeof label === "string" ? () => label : label;
  let frame = 0;
  let drawn = false;
  const draw = (): void => {
    drawn = true;
    process.stderr.write(`${CLEAR}${FRAMES[frame++ % FRAMES.length]} ${text()}`);
  };
  let ticking: NodeJS.Timeout | undefined;
  const starting = setTimeout(() => {
    if (!terminal.lively) {
      terminal.note(`${text()} …`);
      return;
    }
    draw();
    ticking = setInterval(draw, FRAME_MS);
  }, QUIET_MS);
  try {
    return await work();
  } finally {
    clearTimeout(starting);
    clearInterval(ticking);
    if (drawn) process.stderr.write(CLEAR);
  }
}
