import { array, assert, constantFrom, nat, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { apportion, type EnergyRun } from "./apportion.ts";
import { meterConformance } from "./conformance.ts";
import { constantMeter } from "./constant-meter.ts";
import { cpuEstimate } from "./cpu-estimate.ts";
import { detectMeter, type Machine } from "./detect.ts";
import type { PowerMeter } from "./meter.ts";
import { nvidiaSmi, readSample, type PowerSampler } from "./nvidia-smi.ts";
import { rapl, type PowerFiles } from "./rapl.ts";
import { sumMeter } from "./sum-meter.ts";
import { startSampler, thisMachine } from "./this-machine.ts";

const POWERCAP = "/sys/class/powercap";
const RANGE = 262_143_328_850;

/** A two-socket server's folder as `ls` and `cat` show it, with parts and the platform that must not be counted. */
function recordedFiles(energy: Record<string, number>): PowerFiles {
  const names: Record<string, string> = {
    "intel-rapl": "",
    "intel-rapl:0": "package-0",
    "intel-rapl:0:0": "dram",
    "intel-rapl:1": "package-1",
    "intel-rapl:2": "psys",
    "intel-rapl-mmio:0": "package-0",
  };
  return {
    list: () => Object.keys(names),
    read(file) {
      const [zone = "", leaf] = file.slice(POWERCAP.length + 1).split("/");
      if (leaf === "name") return `${names[zone]}\n`;
      return `${leaf === "energy_uj" ? energy[zone] : RANGE}\n`;
    },
  };
}

const never = (): (() => void) => () => {};

type FakeSampler = PowerSampler & { readonly print: (piece: string) => void; readonly end: () => void };

function fakeSampler(first = ""): FakeSampler {
  const outputs: ((piece: string) => void)[] = [];
  const ends: (() => void)[] = [];
  return {
    onOutput(listener) {
      outputs.push(listener);
      listener(first);
    },
    onEnd: (listener) => void ends.push(listener),
    stop: () => {},
    print: (piece) => outputs.forEach((listener) => listener(piece)),
    end: () => ends.forEach((listener) => listener()),
  };
}

meterConformance("constant", () => {
  let now = 0;
  return { meter: constantMeter({ watts: 0.7, nowMs: () => now }), advance: () => void (now += 11) };
});

meterConformance("cpu-estimate", () => {
  const usage = { user: 5_000_000, system: 1 };
  return {
    meter: cpuEstimate({ wattsPerBusyCpu: 4, cpuUsage: () => usage }),
    advance: () => void (usage.user += 1234),
  };
});

meterConformance("rapl", () => {
  const energy = { "intel-rapl:0": RANGE - 10_000, "intel-rapl:1": 0, "intel-rapl:2": 0 };
  return {
    meter: rapl({ files: recordedFiles(energy), every: never }),
    advance: () => void (energy["intel-rapl:0"] = (energy["intel-rapl:0"] + 3500) % RANGE),
  };
});

meterConformance("nvidia-smi", () => {
  let now = 0;
  const sampler = fakeSampler();
  const meter = nvidiaSmi(sampler, () => now);
  return {
    meter,
    advance() {
      now += 200;
      sampler.print("0, 71.23\n1, 120.5");
      sampler.print("0\n");
    },
  };
});

describe("rapl", () => {
  test("counts whole packages only, and a counter that wraps goes on", () => {
    const energy = {
      "intel-rapl:0": RANGE - 1_000_000,
      "intel-rapl:0:0": 9,
      "intel-rapl:1": 0,
      "intel-rapl:2": 5,
    };
    const meter = rapl({ files: recordedFiles(energy), every: never });
    energy["intel-rapl:0"] = 500_000;
    energy["intel-rapl:0:0"] = 77_000_000;
    energy["intel-rapl:1"] = 250_000;
    energy["intel-rapl:2"] = 99_000_000;
    expect(meter.readMillijoules()).toBe(1750);
  });

  test("a counter that only root may read is no meter", () => {
    const files = recordedFiles({});
    const refuse = (file: string): string => {
      if (file.endsWith("energy_uj")) throw new Error(`EACCES: permission denied, open '${file}'`);
      return files.read(file);
    };
    expect(() => rapl({ files: { ...files, read: refuse }, every: never })).toThrow(/EACCES/u);
  });
});

describe("nvidia-smi", () => {
  test("holds each GPU's power from sample to sample", () => {
    let now = 0;
    const sampler = fakeSampler();
    const meter = nvidiaSmi(sampler, () => now);
    sampler.print("0, 100.00\n1, 50.00\n");
    now = 200;
    sampler.print("0, 300.00\n1, 50.00\n");
    now = 300;
    expect(meter.readMillijoules()).toBe(100 * 200 + 300 * 100 + 50 * 300);
  });

  test("a GPU without a power sensor is left out, and silence is not zero", () => {
    expect(readSample("0, [N/A]")).toBeNull();
    expect(readSample("0, 71.23 W")).toEqual({ gpu: "0", watts: 71.23 });
    let now = 0;
    const sampler = fakeSampler();
    const meter = nvidiaSmi(sampler, () => now);
    expect(() => meter.readMillijoules()).toThrow(/no power yet/u);
    sampler.print("0, 100.00\n");
    now = 60_000;
    expect(() => meter.readMillijoules()).toThrow(/for a while/u);
    sampler.end();
    expect(() => meter.readMillijoules()).toThrow(/has ended/u);
  });
});

describe("detection", () => {
  const machine: Machine = {
    files: recordedFiles({ "intel-rapl:0": 1, "intel-rapl:1": 1 }),
    every: never,
    nowMs: () => 0,
    cpuUsage: () => ({ user: 0, system: 0 }),
    startSampler: async () => null,
    wattsPerBusyCpu: 4,
  };
  const withoutRapl: PowerFiles = {
    list() {
      throw new Error("ENOENT: no such file or directory");
    },
    read: () => "",
  };

  test("prefers counters, estimates without them, and is unknown when that is switched off", async () => {
    expect((await detectMeter(machine)).meter?.source).toBe("counter");
    expect((await detectMeter({ ...machine, files: withoutRapl })).meter?.source).toBe("estimated");
    const unknown = await detectMeter({ ...machine, files: withoutRapl, wattsPerBusyCpu: null });
    expect(unknown.meter).toBeNull();
    expect(unknown.notes).toHaveLength(3);
  });

  test("a GPU is added, and the sum is as sure as its least sure part", async () => {
    const sampler = fakeSampler("0, 71.23\n");
    const { meter } = await detectMeter({ ...machine, startSampler: async () => sampler });
    expect(meter).toMatchObject({ name: "rapl+nvidia-smi", source: "integrated" });
  });

  test("a driver that answers with a complaint is no meter and does not spoil the CPU's", async () => {
    const sampler = fakeSampler(
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n",
    );
    const { meter, notes } = await detectMeter({ ...machine, startSampler: async () => sampler });
    expect(meter?.name).toBe("rapl");
    expect(notes.at(-1)).toMatch(/no power/u);
  });

  test("the real machine is asked without harm", async () => {
    const { meter, notes } = await detectMeter(thisMachine());
    expect(notes.length).toBeGreaterThanOrEqual(2);
    meter?.close();
  });

  test("a program's samples arrive, the first included, and a missing program is none", async () => {
    expect(await startSampler("toque-has-no-such-program", [])).toBeNull();
    const sampler = await startSampler(process.execPath, ["-e", 'console.log("0, 71.23")']);
    const pieces: string[] = [];
    sampler?.onOutput((piece) => pieces.push(piece));
    expect(pieces.join("")).toBe("0, 71.23\n");
    sampler?.stop();
  });
});

/** A meter that reads what the test says, `null` meaning that it fails. */
function told(readings: { now: number | null }): PowerMeter {
  return {
    name: "told",
    source: "counter",
    scope: "machine",
    readMillijoules() {
      if (readings.now === null) throw new Error("no reading");
      return readings.now;
    },
    close: () => {},
  };
}

describe("apportioning", () => {
  test("overlapping attempts share equally, and idle time is nobody's", () => {
    const readings: { now: number | null } = { now: 100 };
    const share = apportion(told(readings));
    readings.now = 150;
    const first = share.start();
    readings.now = 160;
    const second = share.start();
    readings.now = 180;
    expect(first.stop()).toEqual({ millijoules: 20, source: "counter" });
    readings.now = 185;
    expect(second.stop()).toEqual({ millijoules: 15, source: "counter" });
    expect(second.stop()).toEqual({ millijoules: 15, source: "counter" });
    expect(share.totals()).toEqual({ attempts: 35, idle: 50, unknown: 0, running: 0 });
  });

  test("an attempt during which the meter failed is unknown, not zero", () => {
    const readings: { now: number | null } = { now: 0 };
    const share = apportion(told(readings));
    const run = share.start();
    readings.now = null;
    share.start().stop();
    readings.now = 40;
    expect(run.stop()).toBeNull();
    expect(share.totals()).toEqual({ attempts: 0, idle: 0, unknown: 40, running: 0 });
  });

  test("no millijoule is lost or invented, whatever starts, stops and fails", () => {
    const event = record({
      spent: nat({ max: 1000 }),
      action: constantFrom("start", "stop", "fail", "look"),
      which: nat(),
    });
    assert(
      property(array(event, { maxLength: 60 }), (events) => {
        const readings: { now: number | null } = { now: 0 };
        const share = apportion(told(readings));
        const runs: EnergyRun[] = [];
        const stopped = new Set<EnergyRun>();
        let counter = 0;
        for (const { spent, action, which } of events) {
          counter += spent;
          readings.now = action === "fail" ? null : counter;
          const run = runs[which % Math.max(1, runs.length)];
          if (action === "start") runs.push(share.start());
          else if (action === "look" || run === undefined) share.totals();
          else {
            run.stop();
            stopped.add(run);
          }
        }
        readings.now = counter;
        const totals = share.totals();
        const known = [...stopped].reduce((sum, run) => sum + (run.stop()?.millijoules ?? 0), 0);
        expect(totals.attempts).toBe(known);
        expect(totals.attempts + totals.idle + totals.unknown + totals.running).toBe(counter);
      }),
    );
  });

  test("a sum reads all its meters", () => {
    const meter = sumMeter([told({ now: 3 }), told({ now: 4 })]);
    expect(meter.readMillijoules()).toBe(7);
  });
});
