import type { PowerMeter } from "./meter.ts";

export const NVIDIA_SMI = "nvidia-smi";
const SAMPLE_MS = 200;
/** One child process for the meter's whole life. NVML has an energy counter, but `nvidia-smi` does not show it. */
export const NVIDIA_SMI_ARGUMENTS: readonly string[] = [
  "--query-gpu=index,power.draw",
  "--format=csv,noheader,nounits",
  `--loop-ms=${SAMPLE_MS}`,
];
/** Without a sample for so long nobody knows what the GPUs draw. */
const STALE_MS = 10 * SAMPLE_MS;
const LINE_CHARS_MAX = 4096;

/** A running `nvidia-smi`: its output in pieces as they come. */
export type PowerSampler = {
  onOutput(listener: (piece: string) => void): void;
  onEnd(listener: () => void): void;
  stop(): void;
};

type Gpu = { watts: number; sampledMs: number; countedMs: number; millijoules: number };

/**
 * All GPUs' power, held from sample to sample and integrated. Good for seconds and more: on A100 and H100
 * the sensor looks at a quarter of the time only (arXiv 2312.02741), so short bursts may be missed.
 */
export function nvidiaSmi(sampler: PowerSampler, nowMs: () => number): PowerMeter {
  const gpus = new Map<string, Gpu>();
  let rest = "";
  let ended = false;
  sampler.onEnd(() => {
    ended = true;
  });
  sampler.onOutput((piece) => {
    const lines = (rest + piece).split("\n");
    rest = (lines.pop() ?? "").slice(-LINE_CHARS_MAX);
    for (const sample of lines.map(readSample)) if (sample !== null) count(gpus, sample, nowMs());
  });
  return {
    name: NVIDIA_SMI,
    source: "integrated",
    scope: "machine",
    readMillijoules() {
      if (ended) throw new Error("nvidia-smi has ended.");
      if (gpus.size === 0) throw new Error("nvidia-smi has shown no power yet.");
      const now = nowMs();
      for (const gpu of gpus.values()) {
        if (now - gpu.sampledMs > STALE_MS) throw new Error("nvidia-smi has shown no power for a while.");
        advance(gpu, now);
      }
      return Math.floor([...gpus.values()].reduce((sum, { millijoules }) => sum + millijoules, 0));
    },
    close: () => sampler.stop(),
  };
}

export type PowerSample = { readonly gpu: string; readonly watts: number };

/** One line, `0, 71.23`; `null` for a GPU that shows no power (`[N/A]`) and for anything else. */
export function readSample(line: string): PowerSample | null {
  const match = /^\s*(\d+)\s*,\s*(\d+(?:\.\d+)?)\s*(?:W\s*)?$/u.exec(line);
  const [, gpu, watts] = match ?? [];
  return gpu === undefined || watts === undefined ? null : { gpu, watts: Number(watts) };
}

function count(gpus: Map<string, Gpu>, { gpu: index, watts }: PowerSample, now: number): void {
  const gpu = gpus.get(index);
  if (gpu === undefined) {
    gpus.set(index, { watts, sampledMs: now, countedMs: now, millijoules: 0 });
    return;
  }
  advance(gpu, now);
  gpu.watts = watts;
  gpu.sampledMs = now;
}

/** Watts times milliseconds are millijoules. */
function advance(gpu: Gpu, now: number): void {
  gpu.millijoules += gpu.watts * Math.max(0, now - gpu.countedMs);
  gpu.countedMs = Math.max(gpu.countedMs, now);
}
