/** The header goes on beyond the bytes read so far. */
export class HeaderCut extends Error {
  override readonly name = "HeaderCut";
}

/** Byte sizes of GGUF's plain value types by their number; 8 is a string, 9 an array. */
const PLAIN_BYTES: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [5, 4],
  [6, 4],
  [7, 1],
  [10, 8],
  [11, 8],
  [12, 8],
]);
const U32 = 4;
const I32 = 5;
const STRING = 8;
const ARRAY = 9;
const U64 = 10;
/** Larger than any vocabulary. */
const ARRAY_MAX = 1 << 23;

export type GgufValue = string | number | null | readonly GgufValue[];

/** Reads GGUF's little-endian values one after the other; throws `HeaderCut` where the bytes end. */
export class GgufCursor {
  offset = 0;
  private readonly view: DataView;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  u64(): number {
    return Number(this.view.getBigUint64(this.take(8), true));
  }

  ascii(length: number): string {
    const start = this.take(length);
    return String.fromCharCode(...this.bytes.subarray(start, start + length));
  }

  text(): string {
    const length = this.u64();
    const start = this.take(length);
    return new TextDecoder().decode(this.bytes.subarray(start, start + length));
  }

  /** Strings and integers come as such, and arrays of them when `keepArrays`; the rest is stepped over as `null`. */
  value(type: number, keepArrays: boolean): GgufValue {
    if (type === STRING) return this.text();
    if (type === U32 || type === I32) return this.u32();
    if (type === U64) return this.u64();
    if (type === ARRAY) return this.array(keepArrays);
    this.take(plainBytes(type));
    return null;
  }

  private array(keep: boolean): GgufValue {
    const type = this.u32();
    const length = this.u64();
    if (type === ARRAY) throw new Error("it nests arrays, which no model file does.");
    if (type !== STRING && !keep) {
      this.take(plainBytes(type) * length);
      return null;
    }
    if (length > ARRAY_MAX) throw new Error(`it has an array of ${length} values.`);
    const values: GgufValue[] = [];
    for (let index = 0; index < length; index++) {
      if (keep) values.push(this.value(type, false));
      else this.take(this.u64());
    }
    return values;
  }

  private take(length: number): number {
    const start = this.offset;
    if (start + length > this.bytes.length) throw new HeaderCut("it ends inside its header.");
    this.offset += length;
    return start;
  }
}

function plainBytes(type: number): number {
  const bytes = PLAIN_BYTES.get(type);
  if (bytes === undefined) throw new Error(`its metadata has a value of the unknown type ${type}.`);
  return bytes;
}
