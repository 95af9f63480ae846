/** What the doctor says of one thing. `fail` means that something does not work; `warn`, that it might surprise. */
export type Finding = {
  readonly check: string;
  readonly status: "ok" | "warn" | "fail";
  readonly detail: string;
  /** What to do about it, absent when there is nothing to do. */
  readonly advice?: string;
};
