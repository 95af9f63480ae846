import type { AddressInfo } from "node:net";
import { relative } from "node:path";
import type { Command } from "commander";
import type { FastifyInstance } from "fastify";
import { adminKeyPathOf } from "../../config/keys.ts";
import type { Toque } from "../../main.ts";
import { type CommandContext, type PlaceOptions, withJson, withPlace } from "../command-context.ts";
import { type Listing, listExperts, listingText } from "../expert-list.ts";
import { RefusedError } from "../failure.ts";
import { withProgress } from "../output/progress.ts";
import { snakeCase } from "../../core/snake-case.ts";
import { settingsOf } from "../open-toque.ts";
import { serveUrl } from "../serve-url.ts";
import { noteServing } from "../serving-note.ts";
import { stoppedBySignal } from "../shutdown.ts";

const IDLE_SWEEP_MS = 50;

type ServeOptions = PlaceOptions & {
  readonly host?: string;
  readonly port?: string;
  readonly json?: boolean;
};

export function addServe(program: Command, context: CommandContext): void {
  withPlace(withJson(program.command("serve")))
    .summary("start the gateway")
    .description(
      "Starts the gateway on http://127.0.0.1:4141. The first start prints the admin key once and keeps it in " +
        "the data folder, readable by its owner only. Ctrl-C lets running requests finish.",
    )
    .option("-p, --port <port>", "port to listen on; 0 takes any free one (default: 4141)")
    .option("--host <address>", "address to listen on; 0.0.0.0 opens Toque to the network")
    .action((options: ServeOptions) => serve(options, context));
}

async function serve(options: ServeOptions, context: CommandContext): Promise<void> {
  const { terminal, environment } = context;
  const { createToque } = await import("../../main.ts");
  const settings = await settingsOf(context, options);
  const toque = await createToque(settings, { environment, log: terminal.note });
  const app = await toque.buildApp();
  const url = await listen(app, toque);
  const serving = noteServing(settings.dataDir, url);
  if (serving.other !== null) {
    terminal.note(
      `warning: process ${serving.other} already serves from ${settings.dataDir}; both record to its ledger, ` +
        "but until its next start neither learns from the other's outcomes",
    );
  }
  const stopped = stoppedBySignal(
    {
      stopListening: () => closeAsIdle(app),
      cut: () => app.server.closeAllConnections(),
      inFlight: toque.gateway.inFlight,
      close: () => {
        serving.remove();
        return toque.close();
      },
    },
    terminal.note,
    context.nowMs,
  );
  await withProgress(terminal, `listening on ${url}; loading the experts`, () => toque.experts.settled());
  announce(toque, { url, json: options.json === true }, context);
  await stopped;
}

/** A kept-alive connection whose last answer ends during the close would hold it until its own timeout. */
async function closeAsIdle(app: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => app.server.closeIdleConnections(), IDLE_SWEEP_MS);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
  }
}

async function listen(app: FastifyInstance, toque: Toque): Promise<string> {
  const { host, port } = toque.settings.config.server;
  try {
    await app.listen({ host, port });
  } catch (error) {
    await toque.close();
    throw explained(error, host, port);
  }
  return serveUrl(host, boundPort(app.server.address()) ?? port);
}

function boundPort(address: AddressInfo | string | null): number | null {
  return typeof address === "object" && address !== null ? address.port : null;
}

function explained(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "EADDRINUSE":
      return new RefusedError(
        "port_in_use",
        `port ${port} of ${host} is already in use`,
        "another Toque may be running; choose another port with --port, or --port 0 for any",
      );
    case "EACCES":
      return new RefusedError(
        "port_forbidden",
        `port ${port} may not be opened by this user`,
        "use a port above 1023",
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new RefusedError(
        "no_such_address",
        `this machine has no address ${host}`,
        "use 127.0.0.1 or 0.0.0.0",
      );
    default:
      return error;
  }
}

function announce(
  toque: Toque,
  how: { readonly url: string; readonly json: boolean },
  { terminal, workingDir }: CommandContext,
): void {
  const { keys, settings } = toque;
  const listing = listExperts(toque);
  const adminKeyPath = adminKeyPathOf(settings.dataDir);
  if (how.json) {
    const { adminKey } = keys;
    const started = { url: how.url, adminKey, adminKeyPath, config: settings.configPath };
    terminal.print(JSON.stringify(snakeCase({ ...started, ...listing })));
    return;
  }
  const shownKeyPath = shortPath(workingDir, adminKeyPath);
  const lines = [`Toque listens on ${terminal.paint("bold", how.url)}`];
  const { host } = settings.config.server;
  if (host === "0.0.0.0" || host === "::") {
    const { port } = new URL(how.url);
    lines.push(`  it listens on all addresses, port ${port}: the whole network can reach it`);
  }
  if (settings.configPath !== null) lines.push(`config: ${shortPath(workingDir, settings.configPath)}`);
  if (keys.adminKey !== null) {
    lines.push(
      "",
      `admin key, shown only now (kept in ${shownKeyPath}): ${terminal.paint("bold", keys.adminKey)}`,
    );
  }
  lines.push("", listingText(listing, terminal), "", tryIt(listing, how.url, shownKeyPath));
  terminal.print(lines.join("\n"));
}

function tryIt({ mixtures, experts }: Listing, url: string, adminKeyPath: string): string {
  const model = [...mixtures, ...experts].find((each) => each.state === "ready")?.name;
  if (model === undefined) return "No expert can serve. `npx toque doctor` says what to do.";
  return [
    "Try it:",
    `  curl ${url}/v1/chat/completions \\`,
    `    -H "Authorization: Bearer $(cat ${shellWord(adminKeyPath)})" \\`,
    '    -H "Content-Type: application/json" \\',
    `    -d '{"model": "${model}",`,
    `         "messages": [{"role": "user", "content": "What is 47 * 36?"}]}'`,
  ].join("\n");
}

/** Relative where that is shorter to read: `.toque/admin-key`. */
function shortPath(workingDir: string, path: string): string {
  const short = relative(workingDir, path);
  return short.startsWith("..") ? path : short;
}

/** A word the shell takes as it is, inside the double quotes of the header. */
function shellWord(path: string): string {
  return /^[\w./~+-]+$/u.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
