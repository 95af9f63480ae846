import { bitReader, bitWriter } from "./bit-stream.ts";
import { FEATURE_VERSION, HASH_BINS } from "./features.ts";
import type { Features } from "./features.ts";
import { DENSE_NAMES } from "./shape.ts";

const PREFIX = `f${FEATURE_VERSION}.`;
const ENCODED_CHARS_MAX = 8_192;
/** Longer names are left out: the ledger keeps the task tag itself. */
const NAME_CHARS_MAX = 200;
const LEVEL_MAX = 1 << 20;
const DENSE_STEPS = 127;
const TOKEN_BYTES = 4;

/**
 * Features in few characters, for the ledger: base64 of input tokens, shape in steps of 1/127 and, per used bin, the gap to the
 * one before, sign and count. Counts are exact for extracted features in which some hash occurs once.
 */
export function encodeFeatures(features: Features): string {
  const head = Buffer.alloc(TOKEN_BYTES + DENSE_NAMES.length);
  head.writeFloatLE(features.inputTokensEstimate);
  DENSE_NAMES.forEach((_, at) => {
    head.writeInt8(Math.round((features.dense[at] ?? 0) * DENSE_STEPS), TOKEN_BYTES + at);
  });
  const body = Buffer.concat([head, encodeBins(features)]).toString("base64");
  const names = [features.family, features.origin].map(recordedName);
  return `${PREFIX}${body}.${JSON.stringify(names)}`;
}

/** With fewer bins it may be that every hash occurs more than once, and the scale of the counts is lost. */
const SCALE_KEPT_BINS = 256;

/**
 * Features as they are read from the ledger, so that what serves sees what it was certified on. With many bins the
 * detour over the text is left out: shape and names are what it changes, and the values' last bit.
 */
export function asRecorded(features: Features): Features {
  if (features.bins.length < SCALE_KEPT_BINS) return decodeFeatures(encodeFeatures(features)) ?? features;
  return {
    ...features,
    family: recordedName(features.family),
    origin: recordedName(features.origin),
    // + 0: a small negative number is rounded to 0, not to -0.
    dense: features.dense.map((value) => Math.round(value * DENSE_STEPS) / DENSE_STEPS + 0),
    inputTokensEstimate: Math.fround(features.inputTokensEstimate),
  };
}

function recordedName(name: string | null): string | null {
  return name !== null && name.length > NAME_CHARS_MAX ? null : name;
}

/** `null` for anything that `encodeFeatures` of this feature version did not write. */
export function decodeFeatures(encoded: string): Features | null {
  if (!encoded.startsWith(PREFIX) || encoded.length > ENCODED_CHARS_MAX) return null;
  const end = encoded.indexOf(".", PREFIX.length);
  const base64 = encoded.slice(PREFIX.length, end);
  const bytes = Buffer.from(base64, "base64");
  const headLength = TOKEN_BYTES + DENSE_NAMES.length;
  if (end === -1 || bytes.length <= headLength || bytes.toString("base64") !== base64) return null;
  const names = parseNames(encoded.slice(end + 1));
  const hashes = decodeBins(bytes.subarray(headLength));
  const inputTokensEstimate = bytes.readFloatLE();
  if (names === null || hashes === null || !(inputTokensEstimate >= 0)) return null;
  return {
    ...names,
    ...hashes,
    dense: Float32Array.from(DENSE_NAMES, (_, at) => bytes.readInt8(TOKEN_BYTES + at) / DENSE_STEPS),
    inputTokensEstimate,
  };
}

/** Values are ± log(1 + count) of unknown scale: the least one is taken for a count of 1. */
function encodeBins({ bins, values }: Features): Uint8Array {
  const writer = bitWriter();
  const least = values.reduce((small, value) => Math.min(small, Math.abs(value)), Infinity);
  writer.gamma(bins.length + 1);
  let before = -1;
  bins.forEach((bin, at) => {
    const count = Math.round(Math.expm1((Math.abs(values[at]!) / least) * Math.LN2));
    writer.gamma(bin - before);
    writer.bit(values[at]! < 0);
    writer.gamma(Math.min(LEVEL_MAX, count));
    before = bin;
  });
  return writer.bytes();
}

function decodeBins(bytes: Uint8Array): Pick<Features, "bins" | "values"> | null {
  const reader = bitReader(bytes);
  const used = reader.gamma() - 1;
  if (!(used <= HASH_BINS)) return null;
  const bins = new Uint16Array(used);
  const values = new Float64Array(used);
  let bin = -1;
  let squares = 0;
  for (let at = 0; at < used; at++) {
    bin += reader.gamma();
    const negative = reader.bit();
    const size = Math.log1p(reader.gamma());
    if (!(bin < HASH_BINS && size > 0)) return null;
    bins[at] = bin;
    values[at] = negative ? -size : size;
    squares += size * size;
  }
  return { bins, values: Float32Array.from(values, (value) => value / Math.sqrt(squares)) };
}

function parseNames(json: string): Pick<Features, "family" | "origin"> | null {
  try {
    const names: unknown = JSON.parse(json);
    if (!Array.isArray(names) || names.length !== 2) return null;
    const [family, origin]: unknown[] = names;
    return isName(family) && isName(origin) ? { family, origin } : null;
  } catch {
    return null;
  }
}

function isName(value: unknown): value is string | null {
  return value === null || (typeof value === "string" && value.length <= NAME_CHARS_MAX);
}
