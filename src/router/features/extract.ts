import { CHARACTERS_PER_INPUT_TOKEN } from "../../core/counted-usage.ts";
import { HASH_BINS } from "./features.ts";
import type { Features } from "./features.ts";
import type { RequestView } from "./request-view.ts";
import { shapeOf } from "./shape.ts";
import { countTextHashes, countTokenHash } from "./text-hashes.ts";
import { WINDOW_CHARS, windowOf } from "./window.ts";

/** A system prompt names an application by its beginning; what comes later is often a date or a document. */
const SYSTEM_PREFIX_CHARS = 256;
/** How many words of the text the system prompt's identity weighs as much as. */
const SYSTEM_WEIGHT = 8;

const counts = new Int16Array(HASH_BINS);
/** No bin can be hit more often: words, pairs and grams of a window, and the system prompt. */
const COUNT_MAX = 8 * WINDOW_CHARS;
/** ± log(1 + |count|) at COUNT_MAX + count. */
const SIGNED_LOGS = Float64Array.from({ length: 2 * COUNT_MAX + 1 }, (_, at) => {
  const count = at - COUNT_MAX;
  return Math.sign(count) * Math.log1p(Math.abs(count));
});

/** Turns a request into numbers in bounded time, whatever its text is. Deterministic; never throws. */
export function extractFeatures(view: RequestView): Features {
  const text = windowOf(view.text);
  counts.fill(0);
  countTextHashes(text, counts);
  if (view.system !== null) countTokenHash(view.system.slice(0, SYSTEM_PREFIX_CHARS), SYSTEM_WEIGHT, counts);
  return {
    family: view.family,
    origin: view.origin,
    ...normalised(counts),
    dense: shapeOf(view, text),
    inputTokensEstimate: (view.text.length + (view.system?.length ?? 0)) / CHARACTERS_PER_INPUT_TOKEN,
  };
}

const usedBins = new Uint16Array(HASH_BINS);

/** Signed counts of all bins as a unit vector of log(1 + count). */
function normalised(signedCounts: Int16Array): Pick<Features, "bins" | "values"> {
  let used = 0;
  for (let bin = 0; bin < HASH_BINS; bin++) {
    usedBins[used] = bin;
    const count = signedCounts[bin]!;
    // 1 unless the count is 0, without a branch: it would be guessed wrong too often.
    used += (count | -count) >>> 31;
  }
  const bins = usedBins.slice(0, used);
  const values = new Float32Array(used);
  let squares = 0;
  for (let at = 0; at < used; at++) {
    const size = SIGNED_LOGS[COUNT_MAX + signedCounts[bins[at]!]!]!;
    values[at] = size;
    squares += size * size;
  }
  const scale = 1 / Math.sqrt(squares);
  for (let at = 0; at < used; at++) values[at]! *= scale;
  return { bins, values };
}
