import type { z } from "zod";
import { isJsonObject } from "../core/json.ts";
import type { ApiRoutes, ApiReply, ApiRouteName } from "../server/api/routes.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { refusal } from "./answer-stream.ts";
import type { CommandContext, PlaceOptions } from "./command-context.ts";
import { RefusedError } from "./failure.ts";
import { settingsOf } from "./open-toque.ts";
import { withLedger } from "./open-ledger.ts";
import { findRunningServer, type RunningServer } from "./running-server.ts";
import { readServing, type ServingNote } from "./serving-note.ts";

/** Who changed it, in the events, when no server was asked. */
const BY = "command line";

type Input<Name extends ApiRouteName> = z.input<ApiRoutes[Name]["input"]>;

export type ApiDoor = {
  /** The server's address, `null` when none runs: then changes are written for the next start. */
  readonly server: string | null;
  call<Name extends ApiRouteName>(name: Name, input: Input<Name>): Promise<ApiReply<Name>>;
};

export type ApiUse = PlaceOptions & {
  /** `change` refuses when a server runs that cannot be asked: it would go on as if nothing had happened. */
  readonly purpose: "look" | "change";
};

/** The API of the server that runs on this data folder, or the same routes on its ledger when none does. */
export async function withApi<Result>(
  context: CommandContext,
  { purpose, ...place }: ApiUse,
  work: (api: ApiDoor) => Promise<Result>,
): Promise<Result> {
  const settings = await settingsOf(context, place);
  const { API_ROUTES } = await import("../server/api/routes.ts");
  const { callRoute } = await import("../server/api/call-route.ts");
  const running = await findRunningServer(settings);
  if (running !== null) {
    return work({
      server: running.url,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same program is at the other end
      call: (name, input) => send(running, API_ROUTES[name], { ...input }) as Promise<ApiReply<typeof name>>,
    });
  }
  const hidden = readServing(settings.dataDir);
  if (purpose === "change" && hidden !== null) throw unreachable(hidden);
  const { openApi } = await import("../main.ts");
  const onLedger = (ledger: Ledger): Promise<Result> => {
    const deps = openApi(settings, ledger);
    return work({
      server: null,
      call: (name, input) =>
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the reply is that route's
        callRoute(API_ROUTES[name], deps, { input, by: BY }) as Promise<ApiReply<typeof name>>,
    });
  };
  return withLedger(settings, onLedger, purpose);
}

function unreachable({ pid, url }: ServingNote): RefusedError {
  return new RefusedError(
    "server_unreachable",
    `process ${pid} serves from this data folder, but does not answer${url === null ? "" : ` at ${url}`}`,
    "a change would not reach it: wait until it answers, or stop it first",
  );
}

type Route = { readonly method: string; readonly path: string };

async function send({ url, key }: RunningServer, { method, path }: Route, input: object): Promise<unknown> {
  const rest: Record<string, unknown> = { ...input };
  const filled = path.replaceAll(/:(\w+)/gu, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  const query = method === "GET" ? `?${queryOf(rest).toString()}` : "";
  const reply = await fetch(`${url}${filled}${query}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(method === "GET" ? {} : { body: JSON.stringify(rest) }),
  });
  const body: unknown = await reply.json();
  if (reply.ok && isJsonObject(body)) return body;
  throw refusal(body, reply.status);
}

function queryOf(fields: Readonly<Record<string, unknown>>): URLSearchParams {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
}
