import { availableParallelism } from "node:os";
import type { LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import type { AppError } from "../../core/app-error.ts";
import { CHAT_ML, PLAIN, readChatTemplate, type ChatMessage, type ChatTemplate } from "./chat-template.ts";
import type { GgufHeader } from "./gguf-header.ts";
import { loadModel, type GpuChoice } from "./llama-runtime.ts";
import { grammarReader, type GrammarReader } from "./read-grammar.ts";
import { SequencePool } from "./sequence-pool.ts";

/** Below this size one thread is faster: threads then wait for each other longer than they compute. */
const ONE_THREAD_BYTES_MAX = 64 * 1024 * 1024;
const CONTEXT_TOKENS_DEFAULT = 4096;
const CLOSE_MS_MAX = 2000;

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
  readonly readGrammar: GrammarReader;
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
