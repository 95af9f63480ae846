import type { MixtureEvent } from "./mixture-event.ts";

/** A stored policy that serves, with what allows it. `certificate` is `null` when a person promoted it without one. */
export type Served = { readonly policyVersion: string; readonly certificate: string | null };

/** The kinds of events that change what a mixture serves. */
export const SERVING_EVENTS = ["promoted", "certified", "revoked", "rolled-back"] as const;

export function changesWhatServes({ kind }: MixtureEvent): boolean {
  return SERVING_EVENTS.some((each) => each === kind);
}

/**
 * What a mixture serves after these events, oldest first: the last element, or the reference when there is none. The
 * elements before it are what a rollback goes back to. Whether a certificate has expired is for the caller to see.
 */
export function servedFrom(events: readonly MixtureEvent[]): readonly Served[] {
  let stack: Served[] = [];
  for (const event of events) stack = after(stack, event);
  return stack;
}

function after(stack: readonly Served[], event: MixtureEvent): Served[] {
  const { policyVersion, certificate } = event;
  const now = stack.at(-1);
  const served = policyVersion === null ? [] : [{ policyVersion, certificate }];
  const serves = policyVersion === now?.policyVersion;
  switch (event.kind) {
    case "promoted":
      return [...(serves ? stack.slice(0, -1) : stack), ...served];
    case "rolled-back":
      return policyVersion === null ? [] : [...stack.slice(0, -2), ...served];
    case "certified":
      // A new certificate of what serves already; one of another policy changes nothing until it is promoted.
      return serves ? [...stack.slice(0, -1), ...served] : [...stack];
    case "revoked":
      return certificate === now?.certificate ? [] : stack.filter((each) => each.certificate !== certificate);
    case "learnt":
    case "drift":
    case "defined":
    case "learner-failed":
      return [...stack];
    default:
      return event.kind satisfies never;
  }
}
