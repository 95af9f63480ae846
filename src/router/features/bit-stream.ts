/** Writes small whole numbers in few bits: Elias gamma codes (P. Elias 1975), 2·⌊log₂ n⌋ + 1 bits for n ≥ 1. */
export type BitWriter = {
  bit(value: boolean): void;
  gamma(value: number): void;
  bytes(): Uint8Array;
};

export type BitReader = {
  bit(): boolean;
  /** NaN when the bits end first or the code is of no number written here. */
  gamma(): number;
};

const GAMMA_BITS_MAX = 24;

export function bitWriter(): BitWriter {
  const bytes: number[] = [];
  let used = 0;
  const bit = (value: boolean) => {
    if (used % 8 === 0) bytes.push(0);
    if (value) bytes[bytes.length - 1]! |= 0x80 >> (used % 8);
    used += 1;
  };
  return {
    bit,
    gamma(value) {
      const width = 31 - Math.clz32(value);
      for (let at = 0; at < width; at++) bit(false);
      for (let at = width; at >= 0; at--) bit(((value >> at) & 1) === 1);
    },
    bytes: () => Uint8Array.from(bytes),
  };
}

export function bitReader(bytes: Uint8Array): BitReader {
  let used = 0;
  const bit = () => {
    const value = ((bytes[used >> 3] ?? 0) & (0x80 >> (used % 8))) !== 0;
    used += 1;
    return value;
  };
  return {
    bit,
    gamma() {
      let width = 0;
      while (!bit()) {
        width += 1;
        if (width > GAMMA_BITS_MAX || used > bytes.length * 8) return Number.NaN;
      }
      let value = 1;
      for (let at = 0; at < width; at++) value = value * 2 + Number(bit());
      return used > bytes.length * 8 ? Number.NaN : value;
    },
  };
}
