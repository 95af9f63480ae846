import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { AppError } from "../../core/app-error.ts";
import type { CallOptions, Expert, StreamPart } from "../expert.ts";
import { testTools } from "../test-tools.ts";
import { gguf } from "./gguf.ts";
import { writeTinyGguf, type TinyModel } from "./tiny-gguf.ts";

const LOAD_MS_MAX = 20_000;

export const ALPHABET = "abcdefghijklmnopqrstuvwxyz";
/** A template that ends with the user's own text, so that its last character decides the answer. */
export const BARE = "{% for message in messages %}{{ message['content'] }}{% endfor %}";
/** Never ends: each digit is followed by the next. */
export const ENDLESS: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 10 }, (_, digit) => [String(digit), String((digit + 1) % 10)]),
);

export type TinyFolder = {
  readonly path: string;
  openTiny(name: string, model: TinyModel, options?: object): Promise<Expert>;
  openFile(file: string, options?: object): Promise<Expert>;
  close(): Promise<void>;
};

/** A folder of tiny models and the experts opened from it. */
export async function tinyFolder(): Promise<TinyFolder> {
  const path = await mkdtemp(join(tmpdir(), "toque-gguf-"));
  const opened: Expert[] = [];
  const openFile = async (file: string, options: object = {}): Promise<Expert> => {
    const kindOptions = gguf.options.parse({ file, gpu: false, ...options });
    const expert = gguf.open("tiny", kindOptions, testTools({}, path));
    opened.push(expert);
    await vi.waitUntil(() => expert.state().status !== "loading", { timeout: LOAD_MS_MAX });
    return expert;
  };
  return {
    path,
    openFile,
    async openTiny(name, model, options) {
      await writeFile(join(path, `${name}.gguf`), writeTinyGguf(model));
      return await openFile(`${name}.gguf`, options);
    },
    async close() {
      await Promise.all(opened.map(async (expert) => await expert.close?.()));
      await rm(path, { recursive: true, force: true });
    },
  };
}

export function ask(text: string, call: Partial<CallOptions> = {}): CallOptions {
  return { prompt: [{ role: "user", content: [{ type: "text", text }] }], ...call };
}

export async function collect(
  expert: Expert,
  call: CallOptions,
  signal?: AbortSignal,
): Promise<StreamPart[]> {
  const context = { signal: signal ?? new AbortController().signal, requestId: "req_test" };
  return await Array.fromAsync(expert.answer(call, context));
}

export function finishOf(parts: readonly StreamPart[]): Extract<StreamPart, { type: "finish" }> {
  const last = parts.at(-1);
  if (last?.type !== "finish") throw new Error("no finish");
  return last;
}

export async function failure(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected an AppError, got ${String(error)}`, { cause: error });
}
