import { fixed } from "./policies/fixed.ts";
import { learned } from "./policies/learned.ts";
import { thompson } from "./policies/thompson.ts";
import { weights } from "./policies/weights.ts";

/** Every way a mixture can choose. A new policy is a file in `policies/` and a line here. */
export const POLICY_KINDS = [thompson, fixed, weights, learned] as const;
