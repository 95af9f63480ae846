/** A policy of a mixture as the ledger keeps it. The body is the artefact's JSON; versions count up per mixture. */
export type StoredPolicy = {
  readonly mixture: string;
  readonly version: string;
  readonly digest: string;
  readonly atUs: number;
  /** `learner` or the file it was imported from. */
  readonly origin: string;
  readonly body: string;
};
