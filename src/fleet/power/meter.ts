import type { EnergySource } from "../../core/request-record.ts";

/** Tells how much energy a machine, or a part of it, has used so far. */
export type PowerMeter = {
  /** `rapl`, `nvidia-smi`, `cpu-estimate`, or several joined by `+`. */
  readonly name: string;
  readonly source: EnergySource;
  /** Whose energy it sees: all of this machine's, or only what this process used. */
  readonly scope: "machine" | "process";
  /**
   * Millijoules since some fixed moment: a whole number that never falls. Synchronous, so that a reading
   * belongs to the event that asked for it. Throws when it cannot tell; the next reading may succeed.
   */
  readMillijoules(): number;
  close(): void;
};
