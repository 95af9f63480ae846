import { decodeFeatures } from "../../router/features/encode-features.ts";
import { type Features, NO_FEATURES } from "../../router/features/features.ts";

/** Features as a request's record keeps them; nothing is known of one that kept none or those of another version. */
export function readFeatures(encoded: string | null): Features {
  return encoded === null ? NO_FEATURES : (decodeFeatures(encoded) ?? NO_FEATURES);
}
