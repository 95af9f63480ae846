import type { EnergySource } from "../../core/request-record.ts";
import type { PowerMeter } from "./meter.ts";

/** From the surest to the least sure. */
const BY_CERTAINTY: readonly EnergySource[] = ["counter", "integrated", "modelled", "estimated"];

/** Several parts of one machine as one meter, which is only as sure as its least sure part. */
export function sumMeter(meters: readonly PowerMeter[]): PowerMeter {
  const ranks = meters.map(({ source }) => BY_CERTAINTY.indexOf(source));
  return {
    name: meters.map(({ name }) => name).join("+"),
    source: BY_CERTAINTY[Math.max(0, ...ranks)] ?? "estimated",
    scope: meters.every((meter) => meter.scope === "machine") ? "machine" : "process",
    readMillijoules: () => meters.reduce((sum, meter) => sum + meter.readMillijoules(), 0),
    close() {
      for (const meter of meters) meter.close();
    },
  };
}
