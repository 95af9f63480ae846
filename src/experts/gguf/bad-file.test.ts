import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, collect, failure, tinyFolder, type TinyFolder } from "./gguf-testing.ts";
import { follow, writeTinyGguf } from "./tiny-gguf.ts";

const CORRUPTED = 60;
/** Where the fixture's header ends; what follows are weights, which may hold anything. */
const HEADER_BYTES = 11_000;
const whole = writeTinyGguf({ next: follow("abc") });
let folder: TinyFolder;

beforeAll(async () => {
  folder = await tinyFolder();
});

afterAll(async () => await folder.close());

function replaced(text: string, other: string): Uint8Array {
  const bytes = Buffer.from(whole);
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) bytes.write(other, at);
  return bytes;
}

function without(text: string): Uint8Array {
  return replaced(text, "?".repeat(text.length));
}

describe("a bad file makes the expert unavailable with the reason", () => {
  const files: readonly [title: string, bytes: Uint8Array, reason: RegExp][] = [
    ["empty", new Uint8Array(), /is empty/u],
    ["of another kind", new TextEncoder().encode("GGML".repeat(100)), /does not start with `GGUF`/u],
    ["cut in its header", whole.subarray(0, 700), /ends inside its header/u],
    ["cut in its tensors", whole.subarray(0, whole.length - 4096), /cut short: tensor/u],
    ["without byte tokens", without("<0x0A>"), /lacks the byte token `<0x0A>`/u],
    ["without layers", without("qwen3.block_count"), /`qwen3.block_count` is undefined/u],
    ["without heads", without("qwen3.attention.head_count"), /no `qwen3.attention.head_count`/u],
    ["of an unknown architecture", replaced("qwen3", "qwen9"), /qwen9/u],
  ];

  test.each(files)("%s", async (title, bytes, reason) => {
    const file = `${title.replaceAll(" ", "-")}.gguf`;
    await writeFile(join(folder.path, file), bytes);
    const expert = await folder.openFile(file);
    expect(expert.state()).toEqual({ status: "unavailable", reason: expect.stringMatching(reason) });
    expect((await failure(collect(expert, ask("hello")))).code).toBe("expert_unavailable");
  });

  test("missing, or a folder", async () => {
    expect((await folder.openFile("nowhere.gguf")).state()).toMatchObject({
      reason: expect.stringMatching(/does not exist/u),
    });
    expect((await folder.openFile(".")).state()).toMatchObject({
      reason: expect.stringMatching(/is not a file/u),
    });
  });
});

test("no corrupted header ends the process", async () => {
  const files = Array.from({ length: CORRUPTED }, (_, index) => join(folder.path, `corrupted-${index}.gguf`));
  await Promise.all(files.map(async (file, seed) => await writeFile(file, corrupted(seed))));
  const program = fileURLToPath(new URL("load-files.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...files]);
  expect(stdout.trim().split("\n")).toHaveLength(CORRUPTED);
}, 60_000);

/** One to three bytes changed, where and how decided by the seed. */
function corrupted(seed: number): Uint8Array {
  const bytes = Buffer.from(whole);
  let state = seed * 7919 + 1;
  const below = (max: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * max);
  };
  below(2);
  for (let change = below(3); change >= 0; change--)
    bytes[below(seed % 2 === 0 ? 1200 : HEADER_BYTES)] = below(256);
  return bytes;
}
