import { describe, expect, test } from "vitest";
import type { PowerMeter } from "./meter.ts";

export type OpenedMeter = {
  readonly meter: PowerMeter;
  /** Lets time pass, so that energy is used. */
  readonly advance: () => void;
};

const READINGS = 20;

/** The promises every meter makes. */
export function meterConformance(name: string, open: () => OpenedMeter): void {
  describe(`${name} keeps the meter contract`, () => {
    test("readings are whole millijoules that never fall, and rise with time", () => {
      const { meter, advance } = open();
      const readings = Array.from({ length: READINGS }, () => {
        advance();
        return meter.readMillijoules();
      });
      meter.close();
      expect(readings.every((reading) => Number.isSafeInteger(reading) && reading >= 0)).toBe(true);
      expect(readings).toEqual(readings.toSorted((a, b) => a - b));
      expect(readings.at(-1)).toBeGreaterThan(readings[0] ?? 0);
    });

    test("it has a name and says how sure it is", () => {
      const { meter } = open();
      meter.close();
      expect(meter.name).not.toBe("");
      expect(["counter", "integrated", "modelled", "estimated"]).toContain(meter.source);
    });

    test("closing twice is harmless", () => {
      const { meter } = open();
      meter.close();
      expect(() => meter.close()).not.toThrow();
    });
  });
}
