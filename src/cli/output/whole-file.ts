import { rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../failure.ts";

export type WholeFile = { write(text: string): Promise<void> };

/** A file that is there whole or not at all. Says at once, before long work, when it cannot be written. */
export async function writeWhole(path: string): Promise<WholeFile> {
  const folder = dirname(path);
  if (basename(path) === "-")
    throw new UsageError('cannot write to --out: "-" is no file name; the result is written to a file only');
  if ((await stat(folder).catch(() => null))?.isDirectory() === false)
    throw new UsageError(`cannot write ${path}: ${folder} is no folder`);
  const unfinished = join(folder, `.${basename(path)}.unfinished`);
  try {
    // Only a file that was made shows that one can be: who may do anything is told that every folder can be written to.
    await writeFile(unfinished, "");
    await rm(unfinished);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: there is no folder ${folder}, or it may not be written to`, {
      cause: error,
    });
  }
  if ((await stat(path).catch(() => null))?.isDirectory() === true)
    throw new UsageError(`cannot write ${path}: it is a folder`);
  return {
    async write(text) {
      await writeFile(unfinished, text);
      await rename(unfinished, path);
    },
  };
}
