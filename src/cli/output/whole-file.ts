import { access, constants, rename, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../failure.ts";

export type WholeFile = { write(text: string): Promise<void> };

/** A file that is there whole or not at all. Says at once, before long work, when it cannot be written. */
export async function writeWhole(path: string): Promise<WholeFile> {
  const folder = dirname(path);
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: there is no folder ${folder}, or it may not be written to`, {
      cause: error,
    });
  }
  if ((await stat(path).catch(() => null))?.isDirectory() === true)
    throw new UsageError(`cannot write ${path}: it is a folder`);
  const unfinished = join(folder, `.${basename(path)}.unfinished`);
  return {
    async write(text) {
      await writeFile(unfinished, text);
      await rename(unfinished, path);
    },
  };
}
