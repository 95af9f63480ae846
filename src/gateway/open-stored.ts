import { AppError } from "../core/app-error.ts";
import type { StoredPolicy } from "../core/stored-policy.ts";
import { openPolicy } from "../router/learner/open-policy.ts";

/** Opens a policy of the ledger, whose file may be damaged. Throws `invalid_policy`. */
export function openStored({ body }: Pick<StoredPolicy, "body">): ReturnType<typeof openPolicy> {
  return openPolicy(parsed(body));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new AppError("invalid_policy", "the policy is not JSON", { cause });
  }
}
