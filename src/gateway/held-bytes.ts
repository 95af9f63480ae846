import { AppError } from "../core/app-error.ts";

/** What an object costs besides what is in it: many tiny pieces must not count as nothing. */
const PIECE_BYTES = 200;
/** Of a string without knowing how it is kept. */
const BYTES_PER_CHARACTER = 2;
/** Of one answer; a longer one could fill the memory with a few clients. */
const ANSWER_BYTES_MAX = 32 * 1024 * 1024;
/** Pieces nested deeper than any provider nests them. */
const DEPTH_MAX = 20;

/** The memory of one request's answers that are held back. */
export type Holding = {
  /** One more answer is taken in: counts its pieces. */
  answer(): (piece: unknown) => void;
  /** The answers are on their way or given up. */
  release(): void;
};

/**
 * Keeps what all requests hold back together within bounds. While half of it is taken no cascade begins; when all of it
 * is, answers still coming in are given up, so that it cannot be exceeded by more than a piece for each.
 */
export class HeldBytes {
  readonly #max: number;
  #held = 0;

  constructor(max: number) {
    this.#max = max;
  }

  get held(): number {
    return this.#held;
  }

  /** Whether answers of one more request, or one more answer, may be held back. */
  hasRoom(): boolean {
    return this.#held < this.#max / 2;
  }

  open(): Holding {
    let mine = 0;
    return {
      answer: () => {
        const count = countAnswer();
        return (piece) => {
          const bytes = count(piece);
          mine += bytes;
          this.#held += bytes;
          if (this.#held > this.#max)
            throw new AppError("queue_full", `over ${this.#max} bytes of answers are held back already`, {
              retryAfterMs: 1_000,
              hint: "send fewer requests to cascades at once",
            });
        };
      },
      release: () => {
        this.#held -= mine;
        mine = 0;
      },
    };
  }
}

/** Counts the pieces of one answer and refuses what no answer is. Returns the bytes of each piece. */
export function countAnswer(): (piece: unknown) => number {
  let taken = 0;
  return (piece) => {
    const bytes = bytesOf(piece);
    taken += bytes;
    if (taken > ANSWER_BYTES_MAX)
      throw new AppError(
        "expert_bad_response",
        `an answer of over ${ANSWER_BYTES_MAX} bytes is not held back`,
        { retryable: false },
      );
    return bytes;
  };
}

/** About what a value takes in memory, its parts included. */
function bytesOf(value: unknown, depth = 0): number {
  if (typeof value === "string") return value.length * BYTES_PER_CHARACTER;
  if (value instanceof Uint8Array) return PIECE_BYTES + value.length;
  if (typeof value !== "object" || value === null || depth > DEPTH_MAX) return 8;
  let bytes = PIECE_BYTES;
  for (const part of Object.values(value)) bytes += bytesOf(part, depth + 1);
  return bytes;
}
