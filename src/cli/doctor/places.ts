import { existsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { ledgerLocation } from "../../config/settings.ts";
import type { ToqueSettings } from "../../main.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { findRunningServer, isToqueAt } from "../running-server.ts";
import { serveUrl } from "../serve-url.ts";
import type { Finding } from "./finding.ts";

const PRIVATE_FILES = ["admin-key", "keys.json", "ledger.db", "ledger.db-wal", "ledger.db-shm"] as const;

export function configFinding(settings: ToqueSettings): Finding {
  const path = settings.configPath;
  const detail =
    path === null ? "none here; the defaults apply (`npx toque init` writes one)" : `${path} is valid`;
  return { check: "config", status: "ok", detail };
}

export function dataFinding(dataDir: string): Finding {
  if (!existsSync(dataDir)) {
    return { check: "data", status: "ok", detail: `${dataDir} is made by the first start` };
  }
  const open = [dataDir, ...PRIVATE_FILES.map((name) => join(dataDir, name))].filter(
    (path) => existsSync(path) && (statSync(path).mode & 0o077) !== 0,
  );
  if (open.length === 0) return { check: "data", status: "ok", detail: `${dataDir}, for its owner only` };
  return {
    check: "data",
    status: "warn",
    detail: `others on this machine may read ${open.join(", ")}`,
    advice: `chmod go-rwx ${open.join(" ")}`,
  };
}

export async function ledgerFinding(settings: ToqueSettings, open: () => Promise<Ledger>): Promise<Finding> {
  const file = ledgerLocation(settings);
  if (!file.includes("://") && !existsSync(file)) {
    return { check: "ledger", status: "ok", detail: "empty; the first request begins it" };
  }
  const ledger = await open();
  try {
    const problems = await ledger.verify();
    const { requests } = await ledger.totals();
    if (problems.length === 0)
      return { check: "ledger", status: "ok", detail: `sound, ${requests} requests` };
    const advice = "`npx toque ledger verify` lists them; restore the file from a backup";
    return { check: "ledger", status: "fail", detail: `${problems.length} problems`, advice };
  } finally {
    await ledger.close();
  }
}

export async function portFinding(settings: ToqueSettings): Promise<Finding> {
  const { host, port } = settings.config.server;
  if (port === 0 || (await isFree(host, port))) {
    return { check: "port", status: "ok", detail: `${host}:${port} is free` };
  }
  const running = await findRunningServer(settings);
  if (running !== null) {
    return { check: "port", status: "ok", detail: `this Toque is running on ${running.url}` };
  }
  if (await isToqueAt(serveUrl(host, port))) {
    const detail = `another Toque, with another data folder, has ${host}:${port}`;
    return { check: "port", status: "fail", detail, advice: "name its folder with --data, or another port" };
  }
  const advice = "stop that program, or choose another port: npx toque serve --port 4242";
  return { check: "port", status: "fail", detail: `another program has ${host}:${port}`, advice };
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ host, port }, () => probe.close(() => resolve(true)));
  });
}
