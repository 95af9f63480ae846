import { decodeFeatures } from "../../router/features/encode-features.ts";
import { extractFeatures } from "../../router/features/extract.ts";
import type { Features } from "../../router/features/features.ts";
import { EMPTY_VIEW } from "../../router/features/request-view.ts";

/** Of a request whose features were not kept, or are of another version: as if it had said nothing. */
const NOTHING_SAID = extractFeatures(EMPTY_VIEW);

/** Features as the ledger keeps them. */
export function readFeatures(encoded: string | null): Features {
  return (encoded === null ? null : decodeFeatures(encoded)) ?? NOTHING_SAID;
}
