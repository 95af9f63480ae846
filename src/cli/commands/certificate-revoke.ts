import type { Command } from "commander";
import { withApi } from "../api-door.ts";
import { type CommandContext, type PlaceOptions, withJson, withPlace } from "../command-context.ts";

type RevokeOptions = PlaceOptions & { readonly json?: boolean; readonly reason: string };

export function addCertificateRevoke(certificate: Command, context: CommandContext): void {
  withPlace(withJson(certificate.command("revoke")))
    .argument("<id>", "its id, as `certificate list` shows it")
    .requiredOption("--reason <text>", "why, for the record")
    .summary("declare that it no longer holds")
    .description(
      "Revokes a certificate: the reference serves if its mixture rested on it. It cannot be undone.",
    )
    .action(async (id: string, options: RevokeOptions) => {
      const { terminal } = context;
      const event = await withApi(context, { ...options, purpose: "change" }, (api) =>
        api.call("revokeCertificate", { id, reason: options.reason }),
      );
      terminal.print(
        options.json === true
          ? JSON.stringify(event)
          : `${id} of ${event.mixture} is revoked: ${event.reason}`,
      );
    });
}
