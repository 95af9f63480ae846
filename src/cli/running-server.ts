import { readAdminKey } from "../config/keys.ts";
import type { ToqueSettings } from "../main.ts";
import { serveUrl } from "./serve-url.ts";

const PROBE_MS = 500;

export type RunningServer = { readonly url: string; readonly key: string };

/** The server at the configured address, when it is a Toque that accepts this data folder's key. */
export async function findRunningServer({ config, dataDir }: ToqueSettings): Promise<RunningServer | null> {
  const { host, port } = config.server;
  const key = readAdminKey(dataDir);
  if (key === null || port === 0) return null;
  const url = serveUrl(host, port);
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
