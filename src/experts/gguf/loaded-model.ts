import { availableParallelism } from "node:os";
import type {
  GbnfJsonObjectSchema,
  LlamaContextSequence,
  LlamaGrammar,
  LlamaGrammarEvaluationState,
  LlamaModel,
  Token,
} from "node-llama-cpp";
import { AppError } from "../../core/app-error.ts";
import { isJsonObject } from "../../core/json.ts";
import type { CallOptions } from "../expert.ts";
import { CHAT_ML, PLAIN, readChatTemplate, type ChatMessage, type ChatTemplate } from "./chat-template.ts";
import type { GgufHeader } from "./gguf-header.ts";
import { loadModel, type GpuChoice } from "./llama-runtime.ts";
import { SequencePool } from "./sequence-pool.ts";

/** Below this size one thread is faster: threads then wait for each other longer than they compute. */
const ONE_THREAD_BYTES_MAX = 64 * 1024 * 1024;
const CONTEXT_TOKENS_DEFAULT = 4096;
const CLOSE_MS_MAX = 2000;
const GRAMMARS_KEPT = 16;

export type ModelOptions = {
  readonly contextTokens: number | undefined;
  readonly parallel: number;
  readonly queueMax: number;
  readonly threads: number | undefined;
  readonly gpu: GpuChoice;
  readonly nowMs: () => number;
};

export type Prompt = { readonly tokens: Token[]; readonly text: string };

/** A model in memory with the sequences that answer requests side by side. */
export type LoadedModel = {
  readonly model: LlamaModel;
  readonly pool: SequencePool<LlamaContextSequence>;
  readonly contextTokens: number;
  readonly thinks: boolean;
  /** What the operator should know about this file, told with every answer. */
  readonly notes: readonly string[];
  readonly stops: readonly string[];
  readPrompt(messages: readonly ChatMessage[], variables: Readonly<Record<string, unknown>>): Prompt;
  readGrammar(format: CallOptions["responseFormat"]): Promise<LlamaGrammarEvaluationState | undefined>;
  close(reason: AppError): Promise<void>;
};

export function contextTokensOf(header: GgufHeader, wanted: number | undefined): number {
  return Math.min(wanted ?? CONTEXT_TOKENS_DEFAULT, header.contextTokens ?? wanted ?? CONTEXT_TOKENS_DEFAULT);
}

export async function openModel(
  path: string,
  header: GgufHeader,
  options: ModelOptions & { readonly signal: AbortSignal },
): Promise<LoadedModel> {
  const { template, notes, stops } = templateOf(header);
  const model = await loadModel(path, options.gpu, options.signal);
  const contextTokens = contextTokensOf(header, options.contextTokens);
  const threads = options.threads ?? (header.bytes <= ONE_THREAD_BYTES_MAX ? 1 : availableParallelism());
  const context = await model.createContext({
    contextSize: contextTokens,
    sequences: options.parallel,
    threads,
    createSignal: options.signal,
  });
  const sequences = Array.from({ length: options.parallel }, () => context.getSequence());
  const pool = new SequencePool(sequences, options);
  return {
    model,
    pool,
    contextTokens,
    thinks: template.thinks,
    notes,
    stops,
    readPrompt: (messages, variables) =>
      readPrompt(model, template.render(messages, { ...tokenNames(model), ...variables })),
    readGrammar: grammarReader(model),
    async close(reason) {
      const late = new Promise((resolve) => setTimeout(resolve, CLOSE_MS_MAX).unref());
      await Promise.race([pool.close(reason), late]);
      await context.dispose();
      await model.dispose();
    },
  };
}

type TemplateChoice = { readonly template: ChatTemplate; readonly notes: string[]; readonly stops: string[] };

function templateOf(header: GgufHeader): TemplateChoice {
  const { controlTokens } = header;
  if (header.template !== null) {
    return { template: readChatTemplate(header.template, controlTokens), notes: [], stops: [] };
  }
  const chatMl = controlTokens.includes("<|im_start|>");
  const note = `The file has no chat template; ${chatMl ? "ChatML" : "plain `User:` and `Assistant:` lines"} are used.`;
  const template = readChatTemplate(chatMl ? CHAT_ML : PLAIN, controlTokens);
  return { template, notes: [note], stops: chatMl ? [] : ["\nUser:"] };
}

function tokenNames({ tokens }: LlamaModel): Record<string, string> {
  return { bos_token: tokens.bosString ?? "", eos_token: tokens.eosString ?? "" };
}

/** The template's own text may name control tokens; each part after the first goes on where a client's name was broken. */
function readPrompt(model: LlamaModel, parts: readonly string[]): Prompt {
  const tokens = parts.flatMap((part, index) =>
    model.tokenize(part, true, index === 0 ? undefined : "trimLeadingSpace"),
  );
  const { bos, shouldPrependBosToken } = model.tokens;
  if (shouldPrependBosToken && bos !== null && tokens[0] !== bos) tokens.unshift(bos);
  return { tokens, text: parts.join("") };
}

/** Grammars are compiled once per schema and kept for the most recent few. */
function grammarReader(model: LlamaModel): LoadedModel["readGrammar"] {
  const kept = new Map<string, LlamaGrammar>();
  return async (format) => {
    if (format?.type !== "json") return undefined;
    const key = JSON.stringify(format.schema ?? null);
    const grammar = kept.get(key) ?? (await compileGrammar(model, format.schema));
    kept.delete(key);
    kept.set(key, grammar);
    const [oldest] = kept.keys();
    if (kept.size > GRAMMARS_KEPT && oldest !== undefined) kept.delete(oldest);
    const { LlamaGrammarEvaluationState: Evaluation } = await import("node-llama-cpp");
    return new Evaluation({ model, grammar });
  };
}

async function compileGrammar(model: LlamaModel, schema: unknown): Promise<LlamaGrammar> {
  if (schema === undefined) return await model.llama.getGrammarFor("json");
  try {
    if (isGrammarSchema(schema)) return await model.llama.createGrammarForJsonSchema(schema);
  } catch (error) {
    throw schemaRefusal(error);
  }
  throw schemaRefusal(undefined);
}

/** The grammar writer checks the schema's inside itself and throws on what it does not know. */
function isGrammarSchema(schema: unknown): schema is GbnfJsonObjectSchema {
  return isJsonObject(schema);
}

function schemaRefusal(cause: unknown): AppError {
  return new AppError("invalid_request", "The JSON schema uses what this model's grammar cannot express.", {
    param: "response_format",
    hint: "Objects, arrays, strings, numbers, booleans, enum, const, oneOf and $ref are understood.",
    cause,
  });
}
