import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { Terminal } from "./terminal.ts";

/** Where lines go, at the pace the other end takes them. */
export type LineSink = { line(text: string): Promise<void>; end(): Promise<void> };

/** A file readable by its owner when a path is given, the screen otherwise. */
export function lineSink(path: string | undefined, terminal: Terminal): LineSink {
  return path === undefined ? screen(terminal) : file(path);
}

function screen(terminal: Terminal): LineSink {
  return { line: (text) => terminal.write(`${text}\n`), end: () => Promise.resolve() };
}

function file(path: string): LineSink {
  const stream = createWriteStream(path, { mode: 0o600 });
  const failed = once(stream, "error").then(([error]) => {
    throw error;
  });
  // Heard by whoever waits below; a failure between two waits must not end the process.
  failed.catch(() => {});
  return {
    async line(text) {
      if (!stream.write(`${text}\n`)) await Promise.race([once(stream, "drain"), failed]);
    },
    async end() {
      stream.end();
      await Promise.race([once(stream, "close"), failed]);
    },
  };
}
