import { cpuEstimate, type CpuEstimateOptions } from "./cpu-estimate.ts";
import type { PowerMeter } from "./meter.ts";
import { NVIDIA_SMI, NVIDIA_SMI_ARGUMENTS, nvidiaSmi, type PowerSampler } from "./nvidia-smi.ts";
import { rapl, type RaplOptions } from "./rapl.ts";
import { sumMeter } from "./sum-meter.ts";

export type Machine = RaplOptions & {
  readonly nowMs: () => number;
  readonly cpuUsage: CpuEstimateOptions["cpuUsage"];
  /** Starts a program that prints samples; `null` when it is not installed or does not start. */
  readonly startSampler: (program: string, parameters: readonly string[]) => Promise<PowerSampler | null>;
  /** Watts of a busy logical CPU where there is no counter; `null` leaves the CPU's energy unknown. */
  readonly wattsPerBusyCpu: number | null;
};

export type Detection = {
  /** `null` when nothing here tells the energy, which is then unknown and never zero. */
  readonly meter: PowerMeter | null;
  /** One sentence for each source that was tried: what is used, and why what is not used is not. */
  readonly notes: readonly string[];
};

/** Finds what this machine can tell of its energy: the CPU's part, and the GPUs' when it has any. */
export async function detectMeter(machine: Machine): Promise<Detection> {
  const notes: string[] = [];
  const meters = [cpuMeter(machine, notes), await gpuMeter(machine, notes)].filter((meter) => meter !== null);
  const [only] = meters;
  if (only === undefined) return { meter: null, notes };
  return { meter: meters.length === 1 ? only : sumMeter(meters), notes };
}

function cpuMeter(machine: Machine, notes: string[]): PowerMeter | null {
  try {
    const meter = rapl(machine);
    notes.push("rapl: the processor's own counters.");
    return meter;
  } catch (error) {
    notes.push(`rapl: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { wattsPerBusyCpu, cpuUsage } = machine;
  if (wattsPerBusyCpu === null) {
    notes.push("cpu-estimate: switched off, so the CPU's energy is unknown.");
    return null;
  }
  notes.push(`cpu-estimate: this process's CPU time at ${wattsPerBusyCpu} W per busy CPU, an estimate.`);
  return cpuEstimate({ wattsPerBusyCpu, cpuUsage });
}

async function gpuMeter(machine: Machine, notes: string[]): Promise<PowerMeter | null> {
  const sampler = await machine.startSampler(NVIDIA_SMI, NVIDIA_SMI_ARGUMENTS);
  if (sampler === null) {
    notes.push("nvidia-smi: not on this machine.");
    return null;
  }
  const meter = nvidiaSmi(sampler, machine.nowMs);
  try {
    meter.readMillijoules();
  } catch (error) {
    notes.push(`nvidia-smi: ${error instanceof Error ? error.message : String(error)}`);
    meter.close();
    return null;
  }
  notes.push("nvidia-smi: the GPUs' power, sampled and integrated.");
  return meter;
}
