import { basename, resolve } from "node:path";
import { z } from "zod";
import { AppError } from "../../core/app-error.ts";
import type { Capabilities, Expert, ExpertKind, ExpertState, ExpertTools, StreamPart } from "../expert.ts";
import { abortRace } from "../abort-race.ts";
import { answer } from "./answer.ts";
import { readGgufHeader, type GgufHeader } from "./gguf-header.ts";
import { contextTokensOf, openModel, type LoadedModel } from "./loaded-model.ts";

const CONTEXT_TOKENS_MAX = 1 << 20;
const PARALLEL_MAX = 64;
const QUEUE_MAX = 10_000;
const THREADS_MAX = 256;
const TEMPERATURE_MAX = 2;

const optionsSchema = z.strictObject({
  file: z.string().min(1).describe("The GGUF file, relative to the config's folder."),
  context_tokens: z
    .int()
    .min(16)
    .max(CONTEXT_TOKENS_MAX)
    .optional()
    .describe(
      "Prompt and answer together, per request; at most (and up to 4096 by default) what the model was trained with.",
    ),
  parallel: z.int().min(1).max(PARALLEL_MAX).default(4).describe("Requests evaluated together in one batch."),
  queue_max: z
    .int()
    .min(0)
    .max(QUEUE_MAX)
    .default(64)
    .describe("Requests that may wait for a free place; beyond it 429."),
  threads: z
    .int()
    .min(1)
    .max(THREADS_MAX)
    .optional()
    .describe("CPU threads of this model; one for files up to 64 MiB, else as many as there are cores."),
  gpu: z
    .union([z.literal("auto"), z.literal(false)])
    .default("auto")
    .describe("`auto` uses a GPU when there is one and its build is installed; `false` never does."),
  temperature: z
    .number()
    .min(0)
    .max(TEMPERATURE_MAX)
    .default(0)
    .describe("Used when the request names no temperature; 0 is greedy and repeats itself."),
});

export type GgufOptions = z.infer<typeof optionsSchema>;

/** A model in this process, by llama.cpp. It loads in the background; a bad file makes it unavailable, not the server. */
export const gguf: ExpertKind<GgufOptions> = {
  kind: "gguf",
  summary: "A GGUF file in this process, by llama.cpp: on the CPU, or on a GPU when its build is installed.",
  options: optionsSchema,
  open,
};

type Life = {
  state: ExpertState;
  header: GgufHeader | null;
  readonly loaded: Promise<LoadedModel | null>;
};

function open(name: string, options: GgufOptions, tools: ExpertTools): Expert {
  const closing = new AbortController();
  const life = load(options, tools, closing.signal);
  return {
    name,
    provider: "local",
    model: basename(options.file, ".gguf"),
    get capabilities() {
      return capabilities(life.header, options);
    },
    worksOn: "this-process",
    capacity: options.parallel,
    state: () => life.state,
    async *answer(call, context): AsyncGenerator<StreamPart> {
      const signal = AbortSignal.any([context.signal, closing.signal]);
      const loaded = await whenLoaded(life, name, signal);
      yield* answer(loaded, call, { name, signal, defaults: { temperature: options.temperature } });
    },
    async close() {
      const reason = new AppError("expert_unavailable", `"${name}" is being closed.`);
      life.state = { status: "unavailable", reason: "It was closed." };
      closing.abort(reason);
      const loaded = await life.loaded;
      await loaded?.close(reason);
    },
  };
}

function load(options: GgufOptions, tools: ExpertTools, signal: AbortSignal): Life {
  const path = resolve(tools.baseDir, options.file);
  const work = async (): Promise<LoadedModel | null> => {
    try {
      life.header = await readGgufHeader(path);
      const loaded = await openModel(path, life.header, {
        contextTokens: options.context_tokens,
        parallel: options.parallel,
        queueMax: options.queue_max,
        threads: options.threads,
        gpu: options.gpu,
        nowMs: tools.nowMs,
        signal,
      });
      if (!signal.aborted) life.state = { status: "ready" };
      return loaded;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!signal.aborted) life.state = { status: "unavailable", reason };
      return null;
    }
  };
  const started = Promise.withResolvers<LoadedModel | null>();
  const life: Life = { state: { status: "loading" }, header: null, loaded: started.promise };
  started.resolve(work());
  return life;
}

async function whenLoaded(life: Life, name: string, signal: AbortSignal): Promise<LoadedModel> {
  const abort = abortRace(signal);
  try {
    const loaded = await abort.race(life.loaded);
    if (loaded !== null) return loaded;
  } finally {
    abort.stop();
  }
  const reason = "reason" in life.state ? life.state.reason : "it did not load.";
  throw new AppError("expert_unavailable", `"${name}" is unavailable: ${reason}`, {
    hint: "Put a readable GGUF file at the path in the config and start again.",
    retryable: false,
  });
}

function capabilities(header: GgufHeader | null, options: GgufOptions): Capabilities {
  return {
    streaming: true,
    tools: false,
    jsonSchema: true,
    vision: false,
    reasoning: header?.template?.includes("</think>") ?? false,
    contextTokensMax:
      header === null ? (options.context_tokens ?? null) : contextTokensOf(header, options.context_tokens),
  };
}
