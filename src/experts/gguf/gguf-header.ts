import { open, type FileHandle } from "node:fs/promises";
import { GgufCursor, HeaderCut, type GgufValue } from "./gguf-cursor.ts";
import { ggmlBytes } from "./ggml-types.ts";

/** What Toque needs to know of a model file before llama.cpp sees it. */
export type GgufHeader = {
  readonly bytes: number;
  readonly architecture: string;
  /** The model's own name, `null` when the file has none. */
  readonly name: string | null;
  /** The context it was trained with, `null` when the file does not say. */
  readonly contextTokens: number | null;
  /** The Jinja chat template, `null` when the file has none. */
  readonly template: string | null;
  /** Names of the tokens that steer the model, such as `<|im_end|>`, which no client's text may become. */
  readonly controlTokens: readonly string[];
};

type GgufTensor = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: number;
  readonly offset: number;
};

const MAGIC = "GGUF";
const VERSIONS = [2, 3];
const FIRST_READ_BYTES = 1 << 20;
const HEADER_BYTES_MAX = 1 << 28;
const ENTRIES_MAX = 1 << 17;
const DIMENSIONS_MAX = 4;
const ALIGNMENT_DEFAULT = 32;
const TOKENS = "tokenizer.ggml.tokens";
const TOKEN_TYPES = "tokenizer.ggml.token_type";
const SENTENCE_PIECE = "llama";
const NUMBERS_MAX = { block_count: 512, embedding_length: 1 << 20, context_length: 1 << 30 };
const SHAPED_BY = {
  "blk.0.attn_q.weight": "attention.head_count",
  "blk.0.ffn_up.weight": "feed_forward_length",
};
const TYPE_UNKNOWN = 2;
const TYPE_CONTROL = 3;

/**
 * Reads a GGUF header and checks that every tensor lies inside the file, because llama.cpp may end the process
 * on a file that does not hold what its header claims. Throws an `Error` whose message is the reason.
 */
export async function readGgufHeader(path: string): Promise<GgufHeader> {
  const file = await openFile(path);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Error(`"${path}" is not a file.`);
    if (stat.size === 0) throw new Error(`"${path}" is empty.`);
    return await readGrowing(file, path, stat.size);
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new Error(
      code === "ENOENT" ? `"${path}" does not exist.` : `"${path}" cannot be opened (${code}).`,
      {
        cause: error,
      },
    );
  }
}

/** A vocabulary may make the header large, so it is read twice as far until it is complete. */
async function readGrowing(file: FileHandle, path: string, fileBytes: number): Promise<GgufHeader> {
  for (let length = FIRST_READ_BYTES; ; length *= 2) {
    const buffer = Buffer.alloc(Math.min(length, fileBytes));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    try {
      return parseHeader(buffer.subarray(0, bytesRead), fileBytes);
    } catch (error) {
      const more = error instanceof HeaderCut && bytesRead < fileBytes && length < HEADER_BYTES_MAX;
      if (more) continue;
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`"${path}" is not a usable GGUF file: ${reason}`, { cause: error });
    }
  }
}

/** The pure part: bytes of a header in, facts out. */
function parseHeader(bytes: Uint8Array, fileBytes: number): GgufHeader {
  const cursor = new GgufCursor(bytes);
  if (cursor.ascii(MAGIC.length) !== MAGIC) throw new Error("it does not start with `GGUF`.");
  const version = cursor.u32();
  if (!VERSIONS.includes(version))
    throw new Error(`its version is ${version}, not ${VERSIONS.join(" or ")}.`);
  const tensorCount = atMost(cursor.u64(), ENTRIES_MAX, "tensors");
  const entryCount = atMost(cursor.u64(), ENTRIES_MAX, "metadata entries");
  const metadata = new Map<string, GgufValue>();
  for (let index = 0; index < entryCount; index++) {
    const key = cursor.text();
    metadata.set(key, cursor.value(cursor.u32(), key === TOKENS || key === TOKEN_TYPES));
  }
  const tensors = Array.from({ length: tensorCount }, () => readTensor(cursor));
  checkTensors(tensors, { metadata, headerBytes: cursor.offset, fileBytes });
  const header = describe(metadata, fileBytes);
  checkShapes(tensors, metadata, header.architecture);
  return header;
}

function readTensor(cursor: GgufCursor): GgufTensor {
  const name = cursor.text();
  const dimensions = atMost(cursor.u32(), DIMENSIONS_MAX, `dimensions of "${name}"`);
  const shape = Array.from({ length: dimensions }, () => cursor.u64());
  return { name, shape, type: cursor.u32(), offset: cursor.u64() };
}

type FileFacts = {
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly headerBytes: number;
  readonly fileBytes: number;
};

function checkTensors(tensors: readonly GgufTensor[], { metadata, headerBytes, fileBytes }: FileFacts): void {
  if (tensors.length === 0) throw new Error("it holds no tensors.");
  const alignment = metadata.get("general.alignment") ?? ALIGNMENT_DEFAULT;
  if (typeof alignment !== "number" || alignment < 1 || !Number.isInteger(Math.log2(alignment)))
    throw new Error("its alignment is not a power of two.");
  const start = Math.ceil(headerBytes / alignment) * alignment;
  for (const { name, shape, type, offset } of tensors) {
    const values = shape.reduce((product, size) => product * size, 1);
    if (values < 1 || !Number.isSafeInteger(values))
      throw new Error(`tensor "${name}" has the shape ${shape.join("×")}.`);
    if (offset % alignment !== 0) throw new Error(`tensor "${name}" is not aligned.`);
    const end = start + offset + (ggmlBytes(type, values) ?? 1);
    if (end > fileBytes)
      throw new Error(`it is cut short: tensor "${name}" ends at byte ${end} of ${fileBytes}.`);
  }
}

/** llama.cpp computes a tensor's expected shape from these and asserts that it is not empty. */
function checkShapes(
  tensors: readonly GgufTensor[],
  metadata: ReadonlyMap<string, GgufValue>,
  architecture: string,
): void {
  for (const [tensor, number] of Object.entries(SHAPED_BY)) {
    const key = `${architecture}.${number}`;
    const present = tensors.some(({ name }) => name === tensor);
    if (present && (metadata.get(key) ?? (metadata.has(key) ? 1 : 0)) === 0)
      throw new Error(`it has \`${tensor}\` but no \`${key}\`.`);
  }
}

function describe(metadata: ReadonlyMap<string, GgufValue>, bytes: number): GgufHeader {
  const architecture = textIn(metadata, "general.architecture");
  if (architecture === null) throw new Error("it names no architecture.");
  checkNumbers(metadata, architecture);
  checkVocabulary(metadata);
  const context = metadata.get(`${architecture}.context_length`);
  return {
    bytes,
    architecture,
    name: textIn(metadata, "general.name"),
    contextTokens: typeof context === "number" && context > 0 ? context : null,
    template: textIn(metadata, "tokenizer.chat_template"),
    controlTokens: controlTokens(metadata.get(TOKENS), metadata.get(TOKEN_TYPES)),
  };
}

/** llama.cpp asserts these instead of reporting them; a list with one number per layer is left to it. */
function checkNumbers(metadata: ReadonlyMap<string, GgufValue>, architecture: string): void {
  for (const [name, max] of Object.entries(NUMBERS_MAX)) {
    const value = metadata.get(`${architecture}.${name}`);
    const valid = typeof value === "number" ? value >= 1 && value <= max : value === null;
    if (!valid) throw new Error(`its \`${architecture}.${name}\` is ${String(value)}.`);
  }
}

/** llama.cpp ends the process on a double token, and on any character it can neither name nor spell in bytes. */
function checkVocabulary(metadata: ReadonlyMap<string, GgufValue>): void {
  const model = textIn(metadata, "tokenizer.ggml.model");
  if (model === null) throw new Error("it has no tokenizer.");
  const tokens = metadata.get(TOKENS);
  if (!Array.isArray(tokens) || tokens.length === 0) throw new Error("its tokenizer has no tokens.");
  const names = new Set<unknown>(tokens);
  if (names.size !== tokens.length) throw new Error("its tokenizer has a token twice.");
  const types = metadata.get(TOKEN_TYPES);
  if (Array.isArray(types) && types.length !== tokens.length)
    throw new Error("some of its tokens have no type.");
  if (model !== SENTENCE_PIECE) return;
  for (let byte = 0; byte < 256; byte++) {
    const name = `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
    if (!names.has(name)) throw new Error(`its tokenizer lacks the byte token \`${name}\`.`);
  }
}

function controlTokens(tokens: GgufValue | undefined, types: GgufValue | undefined): string[] {
  if (!Array.isArray(tokens) || !Array.isArray(types)) return [];
  return tokens.filter(
    (token, index): token is string =>
      typeof token === "string" && (types[index] === TYPE_CONTROL || types[index] === TYPE_UNKNOWN),
  );
}

function textIn(metadata: ReadonlyMap<string, GgufValue>, key: string): string | null {
  const value = metadata.get(key);
  return typeof value === "string" && value !== "" ? value : null;
}

function atMost(value: number, max: number, what: string): number {
  if (value > max) throw new Error(`${value} ${what} is more than the ${max} that Toque reads.`);
  return value;
}
