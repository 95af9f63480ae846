import type { Certificate } from "../../core/certificate.ts";
import type { LearnerStatus } from "../mixture-control.ts";
import type { Finding } from "./finding.ts";
import type { LearnerPlan } from "./learner-plan.ts";

/** What the learner's thread is started with. */
export type ThreadData = {
  /** The ledger, of which it opens a reading connection of its own. */
  readonly location: string;
  /** Folder of the key that certificates are signed with. */
  readonly keyFolder: string;
  readonly plans: readonly LearnerPlan[];
  readonly pollMs: number;
};

/** A finding as the gateway acts on it: what is certifiable comes with its certificate. */
export type Report =
  | Exclude<Finding, { type: "certifiable" }>
  | {
      readonly type: "certified";
      readonly certificate: Certificate;
      readonly promote: boolean;
      readonly reason: string;
    };

export type Reports = {
  readonly mixture: string;
  readonly reports: readonly Report[];
  /** The newest event the learner knew of that changes what serves: on a later one it has no word yet. */
  readonly restsOn: string | null;
};

export type FromThread =
  | ({ readonly type: "reports" } & Reports)
  | { readonly type: "status"; readonly mixture: string; readonly status: LearnerStatus }
  | { readonly type: "safe"; readonly mixture: string; readonly experts: readonly string[] };

/** The ledger holds something new about a mixture. */
export type ToThread = {
  readonly type: "changed";
  readonly mixture: string;
  /** True: it is what became of the reports, and the next may come. False: somebody changed it by hand. */
  readonly answersReports: boolean;
};
