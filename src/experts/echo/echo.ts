import { z } from "zod";
import { throwIfAborted } from "../abort-error.ts";
import type { CallOptions, Expert, ExpertContext, ExpertKind, StreamPart } from "../expert.ts";
import { lastUserText } from "../last-user-text.ts";
import { splitWords } from "../split-words.ts";
import { wait } from "../wait.ts";

const DELAY_MS_MAX = 600_000;
const TOKENS_MAX = 1_000_000;

const optionsSchema = z.strictObject({
  delay_ms: z.number().min(0).max(DELAY_MS_MAX).default(0).describe("Milliseconds before the first word."),
  token_delay_ms: z.number().min(0).max(DELAY_MS_MAX).default(0).describe("Milliseconds between words."),
  tokens: z
    .int()
    .min(1)
    .max(TOKENS_MAX)
    .optional()
    .describe("Length of the answer in words: the message is repeated or cut until it has that many."),
});

export type EchoOptions = z.infer<typeof optionsSchema>;

/** Repeats the last user message. Demos, tests and load runs need no key; a word counts as a token. */
export const echo: ExpertKind<EchoOptions> = {
  kind: "echo",
  summary: "Repeats the last user message, a word counting as a token: for demos, tests and load runs.",
  options: optionsSchema,
  open(name, options): Expert {
    return {
      name,
      provider: "local",
      model: "echo",
      capabilities: {
        streaming: true,
        tools: false,
        jsonSchema: false,
        vision: false,
        reasoning: false,
        contextTokensMax: null,
      },
      worksOn: "this-process",
      state: () => ({ status: "ready" }),
      answer: (call, context) => answer(options, call, context),
    };
  },
};

async function* answer(
  options: EchoOptions,
  call: CallOptions,
  context: ExpertContext,
): AsyncGenerator<StreamPart> {
  await wait(options.delay_ms, context.signal);
  const wanted = repeatWords(splitWords(lastUserText(call.prompt)), options.tokens);
  const words = wanted.slice(0, call.maxOutputTokens ?? wanted.length);
  yield { type: "stream-start", warnings: [] };
  if (words.length > 0) yield { type: "text-start", id: "0" };
  for (const [position, word] of words.entries()) {
    if (position > 0) await wait(options.token_delay_ms, context.signal);
    throwIfAborted(context.signal);
    yield { type: "text-delta", id: "0", delta: word };
  }
  if (words.length > 0) yield { type: "text-end", id: "0" };
  throwIfAborted(context.signal);
  const unified = words.length < wanted.length ? "length" : "stop";
  const input = countPromptWords(call.prompt);
  yield {
    type: "finish",
    finishReason: { unified, raw: unified },
    usage: {
      inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: words.length, text: words.length, reasoning: 0 },
    },
  };
}

function repeatWords(words: readonly string[], count: number | undefined): string[] {
  if (count === undefined || words.length === 0) return [...words];
  const spaced = words.map((word) => (/\s$/u.test(word) ? word : `${word} `));
  return Array.from({ length: count }, (_, position) => spaced[position % spaced.length] ?? "");
}

function countPromptWords(prompt: CallOptions["prompt"]): number {
  let count = 0;
  for (const message of prompt) {
    if (message.role === "system") {
      count += splitWords(message.content).length;
      continue;
    }
    for (const part of message.content) if (part.type === "text") count += splitWords(part.text).length;
  }
  return count;
}
