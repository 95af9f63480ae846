/**
 * A GGUF file that answers exactly as told, for tests without a trained model: a Qwen3 whose only block is
 * zero and whose embeddings are one-hot, so that the next token depends on the last one alone.
 */
export type TinyModel = {
  /** Which token follows which, by name; a token not listed is followed by `END`. */
  readonly next: ReadonlyMap<string, string>;
  /** `null` writes a file without a chat template. */
  readonly template?: string | null;
  readonly contextTokens?: number;
  /** How much likelier the listed successor is than any other token, as a logit; 0 makes all equally likely. */
  readonly certainty?: number;
};

export const END = "<|im_end|>";
export const CHAT_ML =
  "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}" +
  "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

const WIDTH = 448;
const HEADS = 2;
const HEAD_WIDTH = 32;
const FEED_FORWARD = 32;
const ALIGNMENT = 32;
const SPACE = 0x20;
const PRINTABLE = 95;
const F32 = 0;
const TYPE = { u32: 4, f32: 6, bool: 7, string: 8, array: 9 } as const;
const TOKEN_TYPE = { normal: 1, unknown: 2, control: 3, byte: 6 } as const;

/** `follow("abc")` makes b follow a, c follow b, and the end follow c. Characters without a token go by their bytes. */
export function follow(answer: string, start = "\n"): Map<string, string> {
  const names = [...Array.from(Buffer.from(start + answer), tokenName), END];
  return new Map(names.slice(0, -1).map((name, index) => [name, names[index + 1] ?? END]));
}

/** The file's bytes. */
export function writeTinyGguf(model: TinyModel): Uint8Array {
  const names = vocabulary();
  const metadata = describe(names, model);
  const tensors = weights(names, model);
  const infos: Buffer[] = [];
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    infos.push(string(name), u32(shape.length), ...shape.map((size) => u64(size)), u32(F32), u64(offset));
    offset += align(values.byteLength);
  }
  const head = Buffer.concat([
    Buffer.from("GGUF"),
    u32(3),
    u64(tensors.length),
    u64(metadata.length),
    ...metadata,
    ...infos,
  ]);
  const blocks = tensors.map(({ values }) => padded(Buffer.from(values.buffer)));
  return Buffer.concat([padded(head), ...blocks]);
}

function vocabulary(): string[] {
  const bytes = Array.from({ length: 256 }, (_, byte) => byteName(byte));
  const printable = Array.from({ length: PRINTABLE }, (_, index) => tokenName(SPACE + index));
  return ["<unk>", "<s>", "</s>", "<|im_start|>", END, "<think>", "</think>", ...bytes, ...printable];
}

/** SentencePiece writes a space as U+2581 and has byte tokens for what has none of its own, the newline too. */
function tokenName(byte: number): string {
  if (byte === SPACE) return "\u2581";
  return byte > SPACE && byte < SPACE + PRINTABLE ? String.fromCharCode(byte) : byteName(byte);
}

function byteName(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
}

function tokenType(name: string): number {
  if (name === "<unk>") return TOKEN_TYPE.unknown;
  if (/^<0x..>$/u.test(name)) return TOKEN_TYPE.byte;
  return name.length > 1 && name.startsWith("<") && !name.includes("think")
    ? TOKEN_TYPE.control
    : TOKEN_TYPE.normal;
}

function describe(names: readonly string[], model: TinyModel): Buffer[] {
  const number = (key: string, value: number): Buffer => entry(key, TYPE.u32, u32(value));
  const template = model.template === undefined ? CHAT_ML : model.template;
  return [
    entry("general.architecture", TYPE.string, string("qwen3")),
    entry("general.name", TYPE.string, string("tiny")),
    number("qwen3.context_length", model.contextTokens ?? 512),
    number("qwen3.embedding_length", WIDTH),
    number("qwen3.block_count", 1),
    number("qwen3.feed_forward_length", FEED_FORWARD),
    number("qwen3.attention.head_count", HEADS),
    number("qwen3.attention.head_count_kv", HEADS),
    number("qwen3.attention.key_length", HEAD_WIDTH),
    number("qwen3.attention.value_length", HEAD_WIDTH),
    entry("qwen3.attention.layer_norm_rms_epsilon", TYPE.f32, f32(1e-6)),
    entry("qwen3.rope.freq_base", TYPE.f32, f32(10_000)),
    entry("tokenizer.ggml.model", TYPE.string, string("llama")),
    entry("tokenizer.ggml.pre", TYPE.string, string("default")),
    list("tokenizer.ggml.tokens", TYPE.string, names.map(string)),
    list(
      "tokenizer.ggml.scores",
      TYPE.f32,
      names.map(() => f32(0)),
    ),
    list(
      "tokenizer.ggml.token_type",
      TYPE.u32 + 1,
      names.map((name) => u32(tokenType(name))),
    ),
    number("tokenizer.ggml.bos_token_id", 1),
    number("tokenizer.ggml.eos_token_id", names.indexOf(END)),
    number("tokenizer.ggml.unknown_token_id", 0),
    entry("tokenizer.ggml.add_bos_token", TYPE.bool, Buffer.from([0])),
    entry("tokenizer.ggml.add_space_prefix", TYPE.bool, Buffer.from([0])),
    ...(template === null ? [] : [entry("tokenizer.chat_template", TYPE.string, string(template))]),
  ];
}

type Tensor = { readonly name: string; readonly shape: readonly number[]; readonly values: Float32Array };

function tensor(name: string, shape: readonly number[], fill = 0): Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  return { name, shape, values: new Float32Array(length).fill(fill) };
}

function weights(names: readonly string[], model: TinyModel): Tensor[] {
  const embedding = tensor("token_embd.weight", [WIDTH, names.length]);
  const output = tensor("output.weight", [WIDTH, names.length]);
  const logit = (model.certainty ?? 40) / Math.sqrt(WIDTH);
  for (const [index, name] of names.entries()) {
    embedding.values[index * WIDTH + index] = 1;
    const successor = names.indexOf(model.next.get(name) ?? END);
    output.values[successor * WIDTH + index] = logit;
  }
  const heads = HEADS * HEAD_WIDTH;
  return [
    embedding,
    tensor("output_norm.weight", [WIDTH], 1),
    output,
    tensor("blk.0.attn_norm.weight", [WIDTH], 1),
    tensor("blk.0.attn_q.weight", [WIDTH, heads]),
    tensor("blk.0.attn_k.weight", [WIDTH, heads]),
    tensor("blk.0.attn_v.weight", [WIDTH, heads]),
    tensor("blk.0.attn_output.weight", [heads, WIDTH]),
    tensor("blk.0.attn_q_norm.weight", [HEAD_WIDTH], 1),
    tensor("blk.0.attn_k_norm.weight", [HEAD_WIDTH], 1),
    tensor("blk.0.ffn_norm.weight", [WIDTH], 1),
    tensor("blk.0.ffn_gate.weight", [WIDTH, FEED_FORWARD]),
    tensor("blk.0.ffn_up.weight", [WIDTH, FEED_FORWARD]),
    tensor("blk.0.ffn_down.weight", [FEED_FORWARD, WIDTH]),
  ];
}

function entry(key: string, type: number, value: Buffer): Buffer {
  return Buffer.concat([string(key), u32(type), value]);
}

function list(key: string, type: number, values: readonly Buffer[]): Buffer {
  return entry(key, TYPE.array, Buffer.concat([u32(type), u64(values.length), ...values]));
}

function string(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function align(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(align(bytes.length) - bytes.length)]);
}
