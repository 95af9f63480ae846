import type { LlamaContextSequence, SequenceEvaluateOptions, Token } from "node-llama-cpp";
import { throwIfAborted } from "../abort-error.ts";
import { abortRace } from "../abort-race.ts";

/** How much of a prompt is evaluated at a time: what an abort has to wait for, in the background, at most. */
const PROMPT_STEP_TOKENS = 256;

export type TokenRun = {
  readonly prompt: readonly Token[];
  readonly options: SequenceEvaluateOptions;
  readonly signal: AbortSignal;
  /** Called once when llama.cpp is done with the sequence, which after an abort is a moment later. */
  readonly done: (failed: boolean) => void;
};

/** How many tokens of the prompt a sequence already holds; the last one is always evaluated again. */
export function sharedPrefix(sequence: LlamaContextSequence, prompt: readonly Token[]): number {
  const held = sequence.contextTokens;
  const max = Math.min(held.length, prompt.length - 1);
  let length = 0;
  while (length < max && held[length] === prompt[length]) length++;
  return length;
}

type Until = <Value>(step: Promise<Value>) => Promise<Value>;

/** Yields tokens until the caller has enough. An abort throws at once, whatever llama.cpp is doing. */
export async function* generateTokens(
  sequence: LlamaContextSequence,
  run: TokenRun,
): AsyncGenerator<Token, void> {
  const abort = abortRace(run.signal);
  let work: Promise<unknown> = Promise.resolve();
  const until: Until = (step) => {
    work = step;
    return abort.race(step);
  };
  let tokens: AsyncGenerator<Token, void, void | Token | Token[]> | undefined;
  try {
    throwIfAborted(run.signal);
    tokens = await startTokens(sequence, run, until);
    for (;;) {
      const next = await until(tokens.next());
      if (next.done === true) return;
      yield next.value;
      throwIfAborted(run.signal);
    }
  } finally {
    abort.stop();
    void settle(work, tokens).then(run.done);
  }
}

async function startTokens(
  sequence: LlamaContextSequence,
  { prompt, options }: TokenRun,
  until: Until,
): Promise<AsyncGenerator<Token, void, void | Token | Token[]>> {
  const shared = sharedPrefix(sequence, prompt);
  if (shared < sequence.nextTokenIndex)
    await until(sequence.eraseContextTokenRanges([{ start: shared, end: sequence.nextTokenIndex }]));
  let next = sequence.nextTokenIndex;
  for (; prompt.length - next > PROMPT_STEP_TOKENS; next += PROMPT_STEP_TOKENS)
    await until(sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(next, next + PROMPT_STEP_TOKENS)));
  return sequence.evaluate(prompt.slice(next), options);
}

/** True when llama.cpp failed, after which nobody knows what the sequence holds. */
async function settle(work: Promise<unknown>, tokens: AsyncGenerator<Token> | undefined): Promise<boolean> {
  try {
    await work;
    await tokens?.return(undefined);
    return false;
  } catch {
    return true;
  }
}
