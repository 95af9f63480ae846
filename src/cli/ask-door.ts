import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { RequestRecord } from "../core/request-record.ts";
import type { Toque, ToqueSettings } from "../main.ts";
import type { CommandContext, PlaceOptions } from "./command-context.ts";
import { RefusedError } from "./failure.ts";
import { withLedger } from "./open-ledger.ts";
import { openToque, settingsOf } from "./open-toque.ts";
import { findRunningServer, type RunningServer } from "./running-server.ts";

/** With a batched ledger the record comes up to 50 ms after the answer. */
const RECORD_TRIES = 5;
const RECORD_WAIT_MS = 30;
/** How long a question that was given up may take to be recorded as such. */
const CUT_MS_MAX = 1_500;
const CUT_POLL_MS = 10;

type DoorReply = {
  readonly status: number;
  readonly requestId: string | null;
  readonly chunks: AsyncIterable<Uint8Array>;
};

/** A way to ask: the server that runs already, or one opened for this question, without a port. */
export type AskDoor = {
  readonly server: string | null;
  chat(body: unknown): Promise<DoorReply>;
  record(requestId: string): Promise<RequestRecord | null>;
  /** Gives the question up; resolves when it is on record. */
  cut(): Promise<void>;
  close(): Promise<void>;
};

export async function openAskDoor(context: CommandContext, place: PlaceOptions): Promise<AskDoor> {
  const settings = await settingsOf(context, place);
  const running = await findRunningServer(settings);
  if (running !== null) return serverDoor(running, settings);
  return ownDoor(await openToque(context, settings, "ask"));
}

function serverDoor({ url, key }: RunningServer, settings: ToqueSettings): AskDoor {
  const given = new AbortController();
  return {
    server: url,
    async chat(body) {
      const reply = await fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: given.signal,
      });
      if (reply.body === null) throw new RefusedError("expert_bad_response", "the server sent no body");
      return { status: reply.status, requestId: reply.headers.get("x-toque-request-id"), chunks: reply.body };
    },
    record: (requestId) => withLedger(settings, (ledger) => patiently(() => ledger.find(requestId))),
    async cut() {
      // The server sees the closed connection and records it.
      given.abort();
    },
    close: () => Promise.resolve(),
  };
}

async function ownDoor(toque: Toque): Promise<AskDoor> {
  const app = await toque.buildApp();
  const open = new Set<ServerResponse>();
  app.addHook("onRequest", (_request, reply, next) => {
    open.add(reply.raw);
    next();
  });
  return {
    server: null,
    async chat(body) {
      const reply = await app.inject({
        method: "POST",
        url: "/v1/chat/completions",
        headers: { authorization: `Bearer ${toque.keys.adminKey}`, "content-type": "application/json" },
        payload: JSON.stringify(body),
        payloadAsStream: true,
      });
      const requestId = reply.headers["x-toque-request-id"];
      return {
        status: reply.statusCode,
        requestId: typeof requestId === "string" ? requestId : null,
        chunks: reply.stream(),
      };
    },
    record: (requestId) => patiently(() => toque.ledger.find(requestId)),
    async cut() {
      for (const response of open) response.destroy();
      for (let waitedMs = 0; waitedMs < CUT_MS_MAX && toque.gateway.inFlight() > 0; waitedMs += CUT_POLL_MS) {
        await wait(CUT_POLL_MS);
      }
    },
    async close() {
      await app.close();
      await toque.close();
    },
  };
}

async function patiently(find: () => Promise<RequestRecord | null>): Promise<RequestRecord | null> {
  for (let tries = 1; ; tries++) {
    const record = await find();
    if (record !== null || tries === RECORD_TRIES) return record;
    await wait(RECORD_WAIT_MS);
  }
}
