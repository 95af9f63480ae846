import { accessSync, constants, existsSync, readdirSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import type { Finding } from "./finding.ts";

const NODE_MIN = [22, 18] as const;
const DISK_WARN_BYTES = 1024 ** 3;
const DISK_FAIL_BYTES = 100 * 1024 ** 2;
const POWERCAP = "/sys/class/powercap";

export function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const enough = major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1]);
  return {
    check: "node",
    status: enough ? "ok" : "fail",
    detail: `${process.version} on ${process.platform}-${process.arch}`,
    ...(enough ? {} : { advice: `install Node ${NODE_MIN.join(".")} or newer, or run \`npm ci\`` }),
  };
}

export function diskFinding(dataDir: string): Finding {
  const { bavail, bsize } = statfsSync(nearestExisting(dataDir));
  const bytes = bavail * bsize;
  const detail = `${(bytes / 1024 ** 3).toFixed(1)} GiB free for the ledger`;
  if (bytes >= DISK_WARN_BYTES) return { check: "disk", status: "ok", detail };
  const advice = "make room, or move the data folder with --data";
  return { check: "disk", status: bytes < DISK_FAIL_BYTES ? "fail" : "warn", detail, advice };
}

export function gpuFinding(): Finding {
  const devices = existsSync("/dev") ? readdirSync("/dev") : [];
  const cards = devices.filter((name) => /^nvidia\d+$/u.test(name)).length;
  const other = existsSync("/dev/kfd") || process.platform === "darwin";
  if (cards > 0) return { check: "gpu", status: "ok", detail: `${cards} NVIDIA` };
  return {
    check: "gpu",
    status: "ok",
    detail: other ? "one that is not NVIDIA" : "none; local models use the CPU",
  };
}

/** The processor's own energy counter. Reading it usually needs rights that must be given once. */
export function energyFinding(): Finding {
  const zones = existsSync(POWERCAP)
    ? readdirSync(POWERCAP).filter((name) => /^intel-rapl:\d+$/u.test(name))
    : [];
  const [first] = zones;
  if (first === undefined) {
    return {
      check: "energy",
      status: "ok",
      detail: "no counter in this machine; energy is estimated, and says so",
    };
  }
  const counter = `${POWERCAP}/${first}/energy_uj`;
  try {
    accessSync(counter, constants.R_OK);
    return { check: "energy", status: "ok", detail: "measured by the processor's counter (RAPL)" };
  } catch {
    const advice = `to measure it: sudo chmod a+r ${POWERCAP}/intel-rapl:*/energy_uj`;
    return {
      check: "energy",
      status: "warn",
      detail: "the counter (RAPL) may not be read; energy is estimated",
      advice,
    };
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}
