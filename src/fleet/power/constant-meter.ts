import type { EnergySource } from "../../core/request-record.ts";
import type { PowerMeter } from "./meter.ts";

export type ConstantMeterOptions = {
  readonly watts: number;
  readonly nowMs: () => number;
  readonly source?: EnergySource;
};

/** A machine that always draws the same: the in-memory member of the family, and a rack with a known feed. */
export function constantMeter({ watts, nowMs, source = "modelled" }: ConstantMeterOptions): PowerMeter {
  const startMs = nowMs();
  return {
    name: "constant",
    source,
    scope: "machine",
    readMillijoules: () => Math.floor(watts * (nowMs() - startMs)),
    close: () => {},
  };
}
