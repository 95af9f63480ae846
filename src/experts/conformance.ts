import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "../core/app-error.ts";
import type { CallOptions, Expert, StreamPart } from "./expert.ts";
import { nestingFaults, textOf, usageFaults } from "./stream-faults.ts";

export type OpenedExpert = {
  readonly expert: Expert;
  /** A prompt this expert can answer with several words; `hello from the conformance suite` when absent. */
  readonly prompt?: string;
  close(): Promise<void>;
};

export type ConformanceOptions = {
  /** The expert answers with exactly the text of the last user message. */
  readonly repeats?: boolean;
  /** False for an expert that cannot cut its answer (a canned fixture). */
  readonly cutsAtMaxOutputTokens?: boolean;
  /** Time limit of one test in milliseconds; a model on a slow machine needs more than the default. */
  readonly timeoutMs?: number;
};

const DEFAULT_PROMPT = "hello from the conformance suite";
const UNICODE_PROMPT = "Zoë 🧑‍🍳 says: 味噌 costs 3 € — naïve, isn’t it? \u{1F9C2}";
const CALLERS = ["soup ", "salt ", "bread ", "wine "];
const CALLER_WORDS = 16;
const ABORT_MS_MAX = 1000;
const TEST_TIMEOUT_MS = 10_000;

/** The promises every expert makes. An expert's own test file is one call to this, plus its quirks. */
export function expertConformance(
  name: string,
  open: () => Promise<OpenedExpert>,
  options: ConformanceOptions = {},
): void {
  describe(`${name} keeps the expert contract`, { timeout: options.timeoutMs ?? TEST_TIMEOUT_MS }, () => {
    let opened: OpenedExpert;
    beforeAll(async () => {
      opened = await open();
    }, options.timeoutMs ?? TEST_TIMEOUT_MS);
    afterAll(async () => {
      await opened.expert.close?.();
      await opened.close();
    });
    const subject = (): Subject => ({ expert: opened.expert, prompt: opened.prompt ?? DEFAULT_PROMPT });
    describeStreams(subject, options);
    describeAborts(subject);
    describeLimits(subject, options);
  });
}

type Subject = { readonly expert: Expert; readonly prompt: string };

function describeStreams(subject: () => Subject, options: ConformanceOptions): void {
  test("it is ready and says who it is", () => {
    const { expert } = subject();
    expect(expert.state()).toEqual({ status: "ready" });
    expect(expert.name).not.toBe("");
    expect(expert.provider).not.toBe("");
    expect(expert.model).not.toBe("");
  });

  test("blocks are well nested and exactly one finish is last", async () => {
    const { expert, prompt } = subject();
    const parts = await collect(expert, ask(prompt));
    expect(nestingFaults(parts)).toEqual([]);
    expect(textOf(parts)).not.toBe("");
  });

  test.runIf(options.repeats === true)("the last user message comes back, whatever its script", async () => {
    const { expert } = subject();
    expect(textOf(await collect(expert, ask(UNICODE_PROMPT)))).toBe(UNICODE_PROMPT);
  });

  test("usage is non-negative and adds up, or is undefined as a whole", async () => {
    const { expert, prompt } = subject();
    expect(usageFaults(await collect(expert, ask(prompt)))).toEqual([]);
  });

  test("a prompt in many scripts breaks no character", async () => {
    const parts = await collectOrRefusal(subject().expert, ask(UNICODE_PROMPT));
    expect(textOf(parts ?? []).isWellFormed()).toBe(true);
  });

  test("an almost empty prompt is answered or refused, never a crash", async () => {
    const parts = await collectOrRefusal(subject().expert, ask(" "));
    expect(parts === null ? [] : nestingFaults(parts)).toEqual([]);
  });

  test("calls at the same time are all answered", async () => {
    const { expert, prompt } = subject();
    const answers = await Promise.all(CALLERS.map(() => collect(expert, ask(prompt))));
    expect(answers.flatMap(nestingFaults)).toEqual([]);
  });

  test.runIf(options.repeats === true)("calls at the same time do not mix", async () => {
    const { expert } = subject();
    const texts = CALLERS.map((caller) => caller.repeat(CALLER_WORDS));
    const answers = await Promise.all(texts.map((text) => collect(expert, ask(text))));
    expect(answers.map(textOf)).toEqual(texts);
  });
}

function describeAborts(subject: () => Subject): void {
  test("a call that is already aborted throws without an answer", async () => {
    const { expert, prompt } = subject();
    const controller = new AbortController();
    controller.abort();
    const error = await failure(collect(expert, ask(prompt), controller.signal));
    expect(error.code).toBe("client_closed");
  });

  test("an abort after the first part ends the stream within a second by throwing", async () => {
    const { expert, prompt } = subject();
    const controller = new AbortController();
    const stream = expert.answer(ask(prompt), contextOf(controller.signal))[Symbol.asyncIterator]();
    const first = await stream.next();
    expect(first.done).not.toBe(true);
    const abortedAt = performance.now();
    controller.abort();
    const error = await failure(drain(stream));
    expect(error.code).toBe("client_closed");
    expect(performance.now() - abortedAt).toBeLessThan(ABORT_MS_MAX);
  });

  test("a deadline's own error is what the caller sees", async () => {
    const { expert, prompt } = subject();
    const controller = new AbortController();
    const deadline = new AppError("deadline_exceeded", "The request's time is up.");
    controller.abort(deadline);
    expect(await failure(collect(expert, ask(prompt), controller.signal))).toBe(deadline);
  });

  test("after an abort the next call is answered", async () => {
    const { expert, prompt } = subject();
    expect(nestingFaults(await collect(expert, ask(prompt)))).toEqual([]);
  });
}

function describeLimits(subject: () => Subject, options: ConformanceOptions): void {
  test.skipIf(options.cutsAtMaxOutputTokens === false)(
    "maxOutputTokens ends the answer with `length`",
    async () => {
      const { expert, prompt } = subject();
      const parts = await collect(expert, { ...ask(prompt), maxOutputTokens: 1 });
      const finish = parts.at(-1);
      expect(finish?.type === "finish" && finish.finishReason.unified).toBe("length");
      expect(usageFaults(parts)).toEqual([]);
    },
  );
}

function ask(text: string): CallOptions {
  return { prompt: [{ role: "user", content: [{ type: "text", text }] }], maxOutputTokens: 64 };
}

function contextOf(signal: AbortSignal): { signal: AbortSignal; requestId: string } {
  return { signal, requestId: "req_conformance" };
}

async function collect(
  expert: Expert,
  call: CallOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<StreamPart[]> {
  return await Array.fromAsync(expert.answer(call, contextOf(signal)));
}

/** `null` when the expert refused before the first part, which it may for a prompt that it has no answer to. */
async function collectOrRefusal(expert: Expert, call: CallOptions): Promise<StreamPart[] | null> {
  try {
    return await collect(expert, call);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

async function drain(stream: AsyncIterator<StreamPart>): Promise<void> {
  for (;;) if ((await stream.next()).done === true) return;
}

async function failure(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected an AppError, got ${String(error)}`, { cause: error });
}
