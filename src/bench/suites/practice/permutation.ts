const ROUNDS = 4;

/** A 32-bit FNV-1a hash of a text: turns a shape's name into its key. */
export function keyOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** A 32-bit integer mix whose output bits all depend on all input bits. */
export function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * A bijection of 0..size-1 onto itself that looks random. Distinct points give distinct results by construction,
 * which is what keeps problems from repeating between seeds. A Feistel network on the smallest even number of bits
 * that holds `size`, walked until it lands inside.
 */
export function permute(point: number, size: number, key: number): number {
  let half = 1;
  while (4 ** half < size) half++;
  let walked = point;
  do walked = feistel(walked, half, key);
  while (walked >= size);
  return walked;
}

function feistel(value: number, halfBits: number, key: number): number {
  const base = 2 ** halfBits;
  let left = Math.floor(value / base);
  let right = value % base;
  for (let round = 0; round < ROUNDS; round++) {
    const scrambled = mix(right ^ mix(key + round * 0x9e3779b9)) % base;
    [left, right] = [right, (left ^ scrambled) >>> 0];
  }
  return left * base + right;
}
