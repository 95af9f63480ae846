import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "../../core/app-error.ts";
import { unreadFile } from "./unread-file.ts";

/** A prompt of ten million characters is sixty million where each is escaped. */
const LINE_CHARS_MAX = 64 * 2 ** 20;
/** Of all text in one file, unpacked: a small gzip can hold terabytes of nothing. */
const FILE_CHARS_MAX = 4 * 2 ** 30;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

export type NumberedLine = { readonly number: number; readonly text: string };

/** The lines of a text or gzip file, told apart by their first bytes, with bounded memory. Blank ones are left out. */
export async function* outcomeLines(path: string): AsyncGenerator<NumberedLine> {
  let number = 0;
  let chars = 0;
  // Pieces of a line that goes on; joined once, for a long line must not be copied with each chunk.
  let pending: string[] = [];
  let pendingChars = 0;
  const decoder = new TextDecoder();
  try {
    for await (const chunk of await byteStream(path)) {
      const text = decoder.decode(chunk, { stream: true });
      chars += text.length;
      if (chars > FILE_CHARS_MAX) throw tooLarge(path, number, "the file");
      const [first = "", ...others] = text.split("\n");
      pending.push(first);
      pendingChars += first.length;
      for (const next of others) {
        number += 1;
        const line = pending.join("");
        if (line.trim() !== "") yield { number, text: line };
        pending = [next];
        pendingChars = next.length;
      }
      if (pendingChars > LINE_CHARS_MAX) throw tooLarge(path, number + 1, "the line");
    }
  } catch (error) {
    throw asOutcomesError(path, number, error);
  }
  const last = pending.join("") + decoder.decode();
  if (last.trim() !== "") yield { number: number + 1, text: last };
}

async function byteStream(path: string): Promise<AsyncIterable<Uint8Array>> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    const packed = bytesRead === 2 && buffer.equals(GZIP_MAGIC);
    const bytes = createReadStream(path, { highWaterMark: 2 ** 18 });
    // An error of either end reaches whoever reads the unpacked one.
    return packed ? pipeline(bytes, createGunzip(), () => {}) : bytes;
  } finally {
    await file.close();
  }
}

function tooLarge(path: string, line: number, what: "the file" | "the line"): AppError {
  const most = what === "the line" ? LINE_CHARS_MAX : FILE_CHARS_MAX;
  return new AppError("invalid_outcomes", `${path}:${line}: ${what} has more than ${most} characters`, {
    hint: "Outcome files have one JSON object per line.",
  });
}

function asOutcomesError(path: string, line: number, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || error instanceof AppError) return error;
  const unread = unreadFile(path, error);
  if (unread !== null)
    return new AppError("invalid_outcomes", unread.replace(/^there/u, "There"), {
      hint: "Outcome files have one JSON object per line and may be gzipped.",
      cause: error,
    });
  if (String(error.code).startsWith("Z_"))
    return new AppError(
      "invalid_outcomes",
      `${path}: the gzip file is damaged or cut off after line ${line} (${error.message})`,
      {
        hint: "Fetch or write the file again.",
        cause: error,
      },
    );
  return new AppError("invalid_outcomes", `Cannot read ${path}: ${error.message}`, { cause: error });
}
