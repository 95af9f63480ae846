import { type Dispatcher, Pool } from "undici";
import type { ExpertTools } from "../expert.ts";
import { UpstreamCall } from "./upstream-call.ts";

/** Connections to one origin; requests beyond them wait in line until their deadline. */
const CONNECTIONS_MAX = 2048;
const CONNECT_TIMEOUT_MS = 10_000;
/** Servers that say how long they keep an idle connection are believed; these hold for those that do not. */
const KEEP_ALIVE_MS_TLS = 30_000;
const KEEP_ALIVE_MS_PLAIN = 4000;

type UpstreamOptions = { readonly connectionsMax?: number; readonly connectTimeoutMs?: number };

type UpstreamRequest = {
  /** Who is asked, for messages. */
  readonly expert: string;
  readonly path: string;
  /** Names and values in turn, prepared once per expert. */
  readonly headers: string[];
  readonly body: string | Buffer;
};

/** The connections to one origin. */
export type Upstream = {
  readonly origin: string;
  /** Starts a POST. The call ends when its body has been read, was released, or `signal` is aborted. */
  post(request: UpstreamRequest, signal: AbortSignal): UpstreamCall;
  close(): Promise<void>;
};

/**
 * Opens a pool of kept-alive HTTP/1.1 connections. It has no time limits of its own beyond connecting: how
 * long an answer may take is the caller's deadline, which arrives as an abort.
 */
function createUpstream(origin: string, options: UpstreamOptions = {}): Upstream {
  const keepAliveMs = origin.startsWith("https:") ? KEEP_ALIVE_MS_TLS : KEEP_ALIVE_MS_PLAIN;
  const pool = new Pool(origin, {
    connections: options.connectionsMax ?? CONNECTIONS_MAX,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: keepAliveMs,
    connect: { timeout: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS },
  });
  return {
    origin,
    post({ expert, ...request }, signal) {
      const call = new UpstreamCall(signal, expert);
      const dispatch: Dispatcher.DispatchOptions = { method: "POST", ...request };
      call.start(() => pool.dispatch(dispatch, call));
      return call;
    },
    close: () => pool.destroy(),
  };
}

type Shared = { readonly upstream: Upstream; users: number };
const SHARED = new WeakMap<ExpertTools, Map<string, Shared>>();

/** The pool that all experts of one program share for an origin. It closes with its last user. */
export function shareUpstream(origin: string, tools: ExpertTools): Upstream {
  const byOrigin = SHARED.get(tools) ?? new Map<string, Shared>();
  SHARED.set(tools, byOrigin);
  const shared = byOrigin.get(origin) ?? { upstream: createUpstream(origin), users: 0 };
  byOrigin.set(origin, shared);
  shared.users++;
  let closed = false;
  return {
    ...shared.upstream,
    async close() {
      if (closed) return;
      closed = true;
      shared.users--;
      if (shared.users > 0) return;
      byOrigin.delete(origin);
      await shared.upstream.close();
    },
  };
}
