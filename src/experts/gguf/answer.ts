import type { LlamaContextSequence, Token } from "node-llama-cpp";
import { AppError } from "../../core/app-error.ts";
import { throwIfAborted } from "../abort-error.ts";
import type { CallOptions, StreamPart } from "../expert.ts";
import { endAnswer, readPiece, startAnswer } from "./answer-text.ts";
import { type ChatMessage, chatMessages } from "./chat-template.ts";
import { generateTokens, sharedPrefix } from "./generate-tokens.ts";
import type { LoadedModel, Prompt } from "./loaded-model.ts";
import { sampling, type SamplingDefaults } from "./sampling.ts";
import { THINK_START } from "./thinking.ts";
import { readToken, type TokenTextState } from "./token-text.ts";

/** llama.cpp's JSON grammars end an answer with so many newlines when the model does not end it itself. */
const JSON_END = "\n\n\n\n";

/** A prompt with more characters per token of the context cannot fit, and need not be tokenized to know. */
const CHARACTERS_PER_TOKEN_MAX = 16;

export type AnswerSettings = { readonly name: string; readonly defaults: SamplingDefaults };

type Run = {
  readonly loaded: LoadedModel;
  readonly call: CallOptions;
  readonly prompt: Prompt;
  readonly tokensMax: number;
  readonly signal: AbortSignal;
};

/** One answer of a loaded model: wait for a sequence, generate, and say exactly what was used. */
export async function* answer(
  loaded: LoadedModel,
  call: CallOptions,
  settings: AnswerSettings & { readonly signal: AbortSignal },
): AsyncGenerator<StreamPart> {
  const { signal } = settings;
  throwIfAborted(signal);
  refuseTools(call);
  const messages = chatMessages(call.prompt);
  refuseTooLong(loaded, messages, settings.name);
  const prompt = loaded.readPrompt(messages, thinkingVariable(call));
  const left = roomLeft(loaded, prompt, settings.name);
  const run = { loaded, call, prompt, signal, tokensMax: Math.min(call.maxOutputTokens ?? left, left) };
  const grammarEvaluationState = await loaded.readGrammar(call.responseFormat);
  const generated: Token[] = [];
  const options = sampling(call, settings.defaults, generated);
  const sequence = await loaded.pool.acquire(signal, (free) => closest(free, prompt.tokens));
  const cached = sharedPrefix(sequence, prompt.tokens);
  const tokens = generateTokens(sequence, {
    prompt: prompt.tokens,
    options: grammarEvaluationState === undefined ? options : { ...options, grammarEvaluationState },
    signal,
    done: (failed) => void giveBack(loaded, sequence, failed),
  });
  yield* streamAnswer(run, { tokens, generated, cached });
}

/** A sequence that failed is emptied first, so that nobody continues from what it may hold. */
async function giveBack(loaded: LoadedModel, sequence: LlamaContextSequence, failed: boolean): Promise<void> {
  try {
    if (failed) await sequence.clearHistory();
  } catch {
    // A sequence that cannot be emptied belongs to a context that is being closed.
  }
  loaded.pool.release(sequence);
}

type Generation = {
  readonly tokens: AsyncGenerator<Token, void>;
  readonly generated: Token[];
  readonly cached: number;
};

/** Nothing is yielded before the first token, so that `tokens` always starts and gives its sequence back. */
async function* streamAnswer(
  run: Run,
  { tokens, generated, cached }: Generation,
): AsyncGenerator<StreamPart> {
  const { loaded, call } = run;
  const stops = stopSequences(loaded, call);
  const detokenize = detokenizer(loaded, run.prompt, generated);
  let state = startAnswer(loaded.thinks && !isJson(call), thinksNow(run) ? "reasoning" : "text");
  let text: TokenTextState<Token> = { held: [] };
  let reasoningTokens = 0;
  let raw = "max_tokens";
  for await (const token of guarded(tokens)) {
    generated.push(token);
    if (generated.length === 1) yield startPart(loaded);
    if (loaded.model.isEogToken(token)) {
      raw = "end_of_text";
      break;
    }
    let piece = "";
    [text, piece] = readToken(text, token, detokenize);
    const step = readPiece(state, piece, stops);
    state = step.state;
    if (state.block?.type === "reasoning") reasoningTokens++;
    yield* step.parts;
    if (step.stopped) raw = "stop_sequence";
    if (step.stopped || generated.length >= run.tokensMax) break;
  }
  throwIfAborted(run.signal);
  const end = endAnswer(state, stops);
  yield* end.parts;
  const unified = raw === "max_tokens" ? "length" : "stop";
  yield {
    type: "finish",
    finishReason: { unified, raw },
    usage: usageOf(run, { cached, generated, reasoningTokens }),
  };
}

function isJson({ responseFormat }: CallOptions): boolean {
  return responseFormat?.type === "json";
}

function stopSequences(loaded: LoadedModel, call: CallOptions): string[] {
  const stops = [...loaded.stops, ...(isJson(call) ? [JSON_END] : []), ...(call.stopSequences ?? [])];
  return stops.filter((stop) => stop !== "");
}

/** Some templates open the thinking block themselves. */
function thinksNow({ loaded, prompt }: Run): boolean {
  return loaded.thinks && prompt.text.trimEnd().endsWith(THINK_START);
}

function startPart({ notes }: LoadedModel): StreamPart {
  return {
    type: "stream-start",
    warnings: notes.map((details) => ({ type: "compatibility" as const, feature: "chat template", details })),
  };
}

/** llama.cpp's own failures as errors of ours. */
async function* guarded(tokens: AsyncGenerator<Token, void>): AsyncGenerator<Token, void> {
  try {
    yield* tokens;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError("expert_bad_response", `llama.cpp failed while answering: ${reason}`, {
      cause: error,
    });
  }
}

type Used = {
  readonly cached: number;
  readonly generated: readonly Token[];
  readonly reasoningTokens: number;
};

function usageOf(
  { prompt }: Run,
  { cached, generated, reasoningTokens }: Used,
): Extract<StreamPart, { type: "finish" }>["usage"] {
  const input = prompt.tokens.length;
  const output = generated.length;
  return {
    inputTokens: { total: input, noCache: input - cached, cacheRead: cached, cacheWrite: 0 },
    outputTokens: { total: output, text: output - reasoningTokens, reasoning: reasoningTokens },
  };
}

/** The sequence that holds most of the prompt already; among equals the one that has rested longest. */
function closest(free: readonly LlamaContextSequence[], prompt: readonly Token[]): LlamaContextSequence {
  const ranked = free.map((sequence) => ({ sequence, shared: sharedPrefix(sequence, prompt) }));
  const best = ranked.reduce((winner, other) => (other.shared > winner.shared ? other : winner));
  return best.sequence;
}

/** Thinking is switched off by the template's own variable; a template without it ignores it. */
function thinkingVariable({ reasoning }: CallOptions): Record<string, boolean> {
  if (reasoning === undefined || reasoning === "provider-default") return {};
  return { enable_thinking: reasoning !== "none" };
}

/** An answer in words would look as if the model had chosen to call none of them. */
function refuseTools({ tools, toolChoice }: CallOptions): void {
  if ((tools?.length ?? 0) === 0 || toolChoice?.type === "none") return;
  throw new AppError("invalid_request", "This expert cannot call tools.", {
    param: "tools",
    hint: "Leave out `tools`, or ask an expert that can call them.",
    elsewhere: true,
  });
}

/** Tokenizing blocks every request of this process, so a prompt that cannot fit is refused by its length. */
function refuseTooLong({ contextTokens }: LoadedModel, messages: readonly ChatMessage[], name: string): void {
  const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
  if (characters > contextTokens * CHARACTERS_PER_TOKEN_MAX)
    throw tooLong(`${characters} characters`, contextTokens, name);
}

function roomLeft({ contextTokens }: LoadedModel, prompt: Prompt, name: string): number {
  const left = contextTokens - prompt.tokens.length;
  if (left >= 1) return left;
  throw tooLong(`${prompt.tokens.length} tokens`, contextTokens, name);
}

function tooLong(length: string, contextTokens: number, name: string): AppError {
  const message = `The prompt has ${length}, and "${name}" has room for ${contextTokens} tokens with the answer.`;
  return new AppError("invalid_request", message, {
    param: "messages",
    hint: "Shorten the prompt, or raise `context_tokens` when the model was trained for more.",
    elsewhere: true,
  });
}

/** Tokens before the piece decide whether a leading space belongs to it. */
function detokenizer(
  { model, thinks }: LoadedModel,
  prompt: Prompt,
  generated: readonly Token[],
): (tokens: readonly Token[]) => string {
  const last = prompt.tokens.slice(-1);
  return (tokens) => {
    const before = generated.slice(-1 - tokens.length, -tokens.length);
    const text = model.detokenize(tokens, false, before.length === 0 ? last : before);
    if (text !== "" || !thinks) return text;
    const special = model.detokenize(tokens, true);
    return special.includes("think>") ? special : "";
  };
}
