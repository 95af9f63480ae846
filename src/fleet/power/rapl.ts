import type { PowerMeter } from "./meter.ts";

/** The part of the file system that a meter reads; tests hand in recorded folders. */
export type PowerFiles = {
  readonly list: (folder: string) => readonly string[];
  readonly read: (file: string) => string;
};

const POWERCAP = "/sys/class/powercap";
/** Whole packages only: `intel-rapl:0:0` is a part of package 0, and `psys` contains them all. AMD uses the same names. */
const PACKAGE_ZONE = /^intel-rapl:\d+$/u;
const PACKAGE_NAME = /^package-\d+/u;
/** A counter of 262 kJ wraps in 11 minutes at 400 W, and a wrap between two readings is seen only once. */
const REFRESH_MS = 120_000;

type Zone = { readonly folder: string; readonly rangeMicrojoules: number; last: number; total: number };

export type RaplOptions = {
  readonly files: PowerFiles;
  /** Calls `work` every so often without keeping the process alive; returns how to stop. */
  readonly every: (work: () => void, periodMs: number) => () => void;
};

/** The processor packages' own energy counters. Throws an `Error` with the reason when there are none to read. */
export function rapl({ files, every }: RaplOptions): PowerMeter {
  const zones = packageFolders(files).map((folder) => openZone(files, folder));
  if (zones.length === 0) throw new Error(`${POWERCAP} has no package with an energy counter.`);
  const refresh = (): void => {
    for (const zone of zones) readZone(files, zone);
  };
  const stop = every(() => {
    try {
      refresh();
    } catch {
      // The next reading throws the same to someone who can act on it.
    }
  }, REFRESH_MS);
  return {
    name: "rapl",
    source: "counter",
    scope: "machine",
    readMillijoules() {
      refresh();
      return Math.floor(zones.reduce((sum, { total }) => sum + total, 0) / 1000);
    },
    close: stop,
  };
}

function packageFolders(files: PowerFiles): string[] {
  const zones = files.list(POWERCAP).filter((name) => PACKAGE_ZONE.test(name));
  return zones
    .map((name) => `${POWERCAP}/${name}`)
    .filter((folder) => PACKAGE_NAME.test(files.read(`${folder}/name`).trim()));
}

function openZone(files: PowerFiles, folder: string): Zone {
  const rangeMicrojoules = readNumber(files, `${folder}/max_energy_range_uj`);
  return { folder, rangeMicrojoules, last: readNumber(files, `${folder}/energy_uj`), total: 0 };
}

/** A counter below its last reading has wrapped once. */
function readZone(files: PowerFiles, zone: Zone): void {
  const now = readNumber(files, `${zone.folder}/energy_uj`);
  zone.total += now >= zone.last ? now - zone.last : zone.rangeMicrojoules - zone.last + now;
  zone.last = now;
}

function readNumber(files: PowerFiles, file: string): number {
  const text = files.read(file).trim();
  if (!/^\d+$/u.test(text)) throw new Error(`"${file}" holds "${text}", not a number.`);
  return Number(text);
}
