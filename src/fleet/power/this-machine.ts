import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { WATTS_PER_BUSY_CPU } from "./cpu-estimate.ts";
import type { Machine } from "./detect.ts";
import type { PowerSampler } from "./nvidia-smi.ts";

/** A driver that is stuck must not hold up the start. */
const FIRST_OUTPUT_MS_MAX = 5000;

/** The real file system, programs and clock, for `detectMeter`. */
export function thisMachine(options: { readonly wattsPerBusyCpu?: number | null } = {}): Machine {
  return {
    files: { list: (folder) => readdirSync(folder), read: (file) => readFileSync(file, "utf8") },
    every(work, periodMs) {
      const timer = setInterval(work, periodMs).unref();
      return () => clearInterval(timer);
    },
    nowMs: () => performance.now(),
    cpuUsage: () => process.cpuUsage(),
    startSampler,
    wattsPerBusyCpu: options.wattsPerBusyCpu === undefined ? WATTS_PER_BUSY_CPU : options.wattsPerBusyCpu,
  };
}

/** Resolves with the first output, or with `null` when the program ends without any. */
export async function startSampler(
  program: string,
  parameters: readonly string[],
): Promise<PowerSampler | null> {
  const child = spawn(program, parameters, { stdio: ["ignore", "pipe", "ignore"] });
  child.unref();
  const outputs: ((piece: string) => void)[] = [];
  const ends: (() => void)[] = [];
  let first = "";
  let over = false;
  return await new Promise((resolve) => {
    const end = (): void => {
      if (over) return;
      over = true;
      child.kill();
      for (const listener of ends) listener();
      resolve(null);
    };
    const late = setTimeout(end, FIRST_OUTPUT_MS_MAX).unref();
    child.once("error", end);
    child.once("close", end);
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      clearTimeout(late);
      if (outputs.length === 0) first += piece;
      for (const listener of outputs) listener(piece);
      resolve({
        onOutput(listener) {
          outputs.push(listener);
          listener(first);
        },
        onEnd(listener) {
          ends.push(listener);
          if (over) listener();
        },
        stop: () => child.kill(),
      });
    });
  });
}
