import { readAdminKey } from "../config/keys.ts";
import type { ToqueSettings } from "../main.ts";
import { serveUrl } from "./serve-url.ts";
import { readServing } from "./serving-note.ts";

const PROBE_MS = 500;

export type RunningServer = { readonly url: string; readonly key: string };

/** The server that serves from this data folder or at the configured address, when it accepts this folder's key. */
export async function findRunningServer({ config, dataDir }: ToqueSettings): Promise<RunningServer | null> {
  const { host, port } = config.server;
  const key = readAdminKey(dataDir);
  if (key === null) return null;
  const noted = readServing(dataDir)?.url ?? null;
  const atNote = noted === null ? null : await ours(noted, key);
  return atNote ?? (port === 0 ? null : ours(serveUrl(host, port), key));
}

async function ours(url: string, key: string): Promise<RunningServer | null> {
  // First without the key: another program at this address must not get to see it.
  const isOurs =
    (await isToqueAt(url)) && (await answers(`${url}/v1/models`, { authorization: `Bearer ${key}` }));
  return isOurs ? { url, key } : null;
}

/** Any Toque, whoever's: its answers carry its own request ids. */
export function isToqueAt(url: string): Promise<boolean> {
  return answers(`${url}/healthz`, {});
}

async function answers(url: string, headers: Record<string, string>): Promise<boolean> {
  try {
    const reply = await fetch(url, { headers, signal: AbortSignal.timeout(PROBE_MS) });
    await reply.body?.cancel();
    return reply.ok && reply.headers.has("x-toque-request-id");
  } catch {
    return false;
  }
}
