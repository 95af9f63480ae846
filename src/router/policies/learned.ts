import { z } from "zod";
import { AppError } from "../../core/app-error.ts";
import { choose } from "../choose.ts";
import { openPolicy } from "../learner/open-policy.ts";
import type { PolicyKind, PolicyMixture } from "../policy.ts";
import { firstAsk, nextStep } from "../sequential/first-ask.ts";

const options = z.object({
  file: z
    .string()
    .min(1)
    .describe("The file that `toque learn --out` wrote, relative to the config's folder."),
});

/** Digits of the digest that name a file's policy in headers and in the ledger. */
const VERSION_CHARS = 12;

/** A policy that was learnt offline and serves as it is: it learns nothing here and holds no certificate. */
export const learned: PolicyKind<z.infer<typeof options>> = {
  kind: "learned",
  summary: "a policy learnt by `toque learn`, served as it is from its file",
  options,
  open({ file }, mixture) {
    const { artefact, policy } = openPolicy(readJson(file, mixture));
    const missing = policy.experts.filter((expert) => !mixture.experts.includes(expert));
    if (missing.length > 0)
      throw new AppError("invalid_config", `the policy asks ${missing.join(", ")}`, {
        param: "file",
        hint: `The experts of this mixture are ${mixture.experts.join(", ")}.`,
      });
    const name = "learned";
    const version = artefact.digest.replace("sha256:", "").slice(0, VERSION_CHARS);
    return {
      name,
      version,
      decide(input) {
        const ask = firstAsk(policy, input);
        const probabilities = ask.predictedSuccess.map((_, arm) => Number(arm === ask.chosen));
        const notes = { reason: ask.reason, mode: ask.mode, lambdaPerUsd: ask.lambdaPerUsd };
        return choose({ name, version }, input, { ...ask, probabilities, notes });
      },
      next: (input, _decision, seen) => nextStep(policy, input, seen),
      learn() {},
    };
  },
};

function readJson(file: string, { readText }: PolicyMixture): unknown {
  try {
    return JSON.parse(readText?.(file) ?? "");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("invalid_config", `${file} cannot be read: ${reason}`, { param: "file", cause });
  }
}
