import type { PowerMeter } from "./meter.ts";

/**
 * Watts of one busy logical CPU when the config names none: what Cloud Carbon Footprint's coefficients give
 * for Skylake (4.05) and Cascade Lake (3.80) servers at full load; Haswell has 5.99, EPYC 1.6 to 2.6.
 */
export const WATTS_PER_BUSY_CPU = 4;

export type CpuEstimateOptions = {
  readonly wattsPerBusyCpu: number;
  /** `process.cpuUsage`: microseconds of this process, the gateway's own work and every local model's. */
  readonly cpuUsage: () => { readonly user: number; readonly system: number };
};

/**
 * CPU time times a configured wattage, an estimate and called so. It knows this process only, so idle
 * power, memory and other processes are left out, and the gateway's own work is counted as the models'.
 */
export function cpuEstimate({ wattsPerBusyCpu, cpuUsage }: CpuEstimateOptions): PowerMeter {
  const microseconds = (): number => {
    const { user, system } = cpuUsage();
    return user + system;
  };
  const start = microseconds();
  return {
    name: "cpu-estimate",
    source: "estimated",
    scope: "process",
    readMillijoules: () => Math.floor(((microseconds() - start) * wattsPerBusyCpu) / 1000),
    close: () => {},
  };
}
