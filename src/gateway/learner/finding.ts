import type { PolicyArtefact } from "../../router/learner/policy-artefact.ts";

/** What the learner has found and the gateway is to do: it writes the events, and what is served follows from them. */
export type Finding = { readonly reason: string } & (
  | { readonly type: "learnt"; readonly artefact: PolicyArtefact }
  /** Said once, until something is learnt again. */
  | { readonly type: "nothing-learnt" }
  | {
      readonly type: "certifiable";
      readonly version: string;
      readonly promote: boolean;
      /** The last verdict that was read. */
      readonly untilUs: number;
    }
  | { readonly type: "promote"; readonly version: string; readonly certificate: string }
  /** `null`: the mixture as a whole. */
  | { readonly type: "drift"; readonly expert: string | null }
  | { readonly type: "revoke"; readonly version: string; readonly certificate: string }
);
