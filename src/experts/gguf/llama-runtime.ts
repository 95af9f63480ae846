import { availableParallelism } from "node:os";
import type { Llama, LlamaModel } from "node-llama-cpp";

export type GpuChoice = "auto" | false;

/** One llama.cpp per process and device choice: models share its threads, which are as many as there are cores. */
const runtimes = new Map<GpuChoice, Promise<Runtime>>();

type Runtime = { readonly llama: Llama; readonly complaints: string[] };

const COMPLAINTS_KEPT = 3;
/** The function that complains, and what it was doing, which the reader knows already. */
const SPEAKER = /^\w+: (?:error loading model: )?/u;
/** Models load one after the other: side by side they are slower, and a complaint could be about any of them. */
let loading: Promise<unknown> = Promise.resolve();

/** Loads a checked file. Throws an `Error` whose message is llama.cpp's first complaint. */
export async function loadModel(path: string, gpu: GpuChoice, signal: AbortSignal): Promise<LlamaModel> {
  const { llama, complaints } = await runtime(gpu);
  const load = loading.then(async () => {
    complaints.length = 0;
    try {
      return await llama.loadModel({ modelPath: path, loadSignal: signal });
    } catch (error) {
      const summary = error instanceof Error ? error.message : String(error);
      throw new Error(`llama.cpp cannot load "${path}": ${complaints[0] ?? summary}`, { cause: error });
    }
  });
  loading = load.catch(() => undefined);
  return await load;
}

async function runtime(gpu: GpuChoice): Promise<Runtime> {
  const known = runtimes.get(gpu);
  if (known !== undefined) return await known;
  const opened = open(gpu);
  runtimes.set(gpu, opened);
  return await opened;
}

/** The import waits until a model is wanted: it takes a quarter of a second that other servers need not spend. */
async function open(gpu: GpuChoice): Promise<Runtime> {
  const { getLlama, LlamaLogLevel } = await import("node-llama-cpp");
  const complaints: string[] = [];
  const llama = await getLlama({
    gpu,
    build: "never",
    skipDownload: true,
    progressLogs: false,
    maxThreads: availableParallelism(),
    logLevel: LlamaLogLevel.error,
    logger: (_level, message) => {
      if (complaints.length < COMPLAINTS_KEPT) complaints.push(message.replace(SPEAKER, "").trim());
    },
  });
  return { llama, complaints };
}
