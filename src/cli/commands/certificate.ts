import type { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { addCertificateLooks } from "./certificate-looks.ts";
import { addCertificateRevoke } from "./certificate-revoke.ts";
import { addCertificateVerify } from "./certificate-verify.ts";

export function addCertificate(program: Command, context: CommandContext): void {
  const certificate = program
    .command("certificate")
    .summary("what is proven of a mixture, and whether it still holds")
    .description(
      "A certificate says, signed, that a mixture is no worse than its reference by more than a tolerance, on how many " +
        "verified answers. `verify` computes it again from the ledger.",
    );
  addCertificateLooks(certificate, context);
  addCertificateVerify(certificate, context);
  addCertificateRevoke(certificate, context);
}
