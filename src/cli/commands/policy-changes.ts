import { resolve } from "node:path";
import type { Command } from "commander";
import { ARTEFACT_BYTES_MAX } from "../../router/learner/open-policy.ts";
import type { ApiReply } from "../../server/api/routes.ts";
import { type ApiDoor, withApi } from "../api-door.ts";
import { type CommandContext, type PlaceOptions, withJson, withPlace } from "../command-context.ts";
import { readJsonFile } from "../json-file.ts";
import { ofFile } from "../policy-file.ts";

type ChangeOptions = PlaceOptions & { readonly json?: boolean; readonly uncertified?: boolean };
type Event = ApiReply<"promotePolicy">;

/** What a stored policy is called by; anything else is a file. */
const VERSION = /^(?:\d+|latest|sha256:[0-9a-f]+)$/u;

export function addPolicyChanges(policy: Command, context: CommandContext): void {
  withPlace(withJson(policy.command("promote")))
    .argument("<mixture>", "name of the mixture")
    .argument("<version|file>", "a stored version, its digest, `latest`, or a file that `toque learn` wrote")
    .option("--uncertified", "serve it although nothing proves that it is no worse than the reference")
    .summary("serve a policy from the next request on")
    .description(
      "Serves a policy. Without a valid certificate it is refused, unless --uncertified. `policy rollback` takes it back.",
    )
    .action(async (mixture: string, version: string, options: ChangeOptions) => {
      const uncertified = options.uncertified === true;
      const { event, server } = await changed(context, options, async (api) => {
        const stored = VERSION.test(version)
          ? version
          : (await importFile(api, context, { mixture, file: version })).version;
        return api.call("promotePolicy", { mixture, version: stored, uncertified });
      });
      if (event.certificate === null) {
        context.terminal.note(
          context.terminal.paintNote("yellow", "warning") +
            `: nothing proves that it is no worse than the reference; \`toque policy rollback ${mixture}\` takes it back`,
        );
      }
      say(context, options, { event, server });
    });

  withPlace(withJson(policy.command("rollback")))
    .argument("<mixture>", "name of the mixture")
    .summary("back to what was served before, or to the reference")
    .description(
      "Takes back what serves: what served before serves again if its certificate holds, else the reference.",
    )
    .action(async (mixture: string, options: ChangeOptions) => {
      say(
        context,
        options,
        await changed(context, options, (api) => api.call("rollbackPolicy", { mixture })),
      );
    });
}

type Changed = { readonly event: Event; readonly server: string | null };

function changed(
  context: CommandContext,
  options: ChangeOptions,
  change: (api: ApiDoor) => Promise<Event>,
): Promise<Changed> {
  return withApi(context, { ...options, purpose: "change" }, async (api) => ({
    event: await change(api),
    server: api.server,
  }));
}

function say({ terminal }: CommandContext, { json }: ChangeOptions, { event, server }: Changed): void {
  const effect = server === null ? "at_next_start" : "now";
  if (json === true) {
    terminal.print(JSON.stringify({ ...event, effect }));
    return;
  }
  const serves = event.policy_version === null ? "its reference" : `policy ${event.policy_version}`;
  const when = server === null ? "from the next start of a server on" : "now";
  terminal.print(`${event.mixture} serves ${serves} ${when}: ${event.reason}`);
}

async function importFile(
  api: ApiDoor,
  context: CommandContext,
  { mixture, file }: { readonly mixture: string; readonly file: string },
): Promise<ApiReply<"importPolicy">> {
  const artefact = readJsonFile(resolve(context.workingDir, file), {
    bytesMax: ARTEFACT_BYTES_MAX,
    code: "invalid_policy",
    hint: "give a version that `toque policy list` shows, or a file that `toque learn --out` wrote",
  });
  try {
    return await api.call("importPolicy", { mixture, artefact, origin: file });
  } catch (error) {
    throw ofFile(file, error);
  }
}
