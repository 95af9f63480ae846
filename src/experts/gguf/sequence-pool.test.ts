import { describe, expect, test } from "vitest";
import { AppError } from "../../core/app-error.ts";
import { SequencePool } from "./sequence-pool.ts";

const first = (free: readonly string[]): string => free[0] ?? "";
const never = new AbortController().signal;

function poolOf(
  sequences: readonly string[],
  queueMax: number,
  nowMs = (): number => 0,
): SequencePool<string> {
  return new SequencePool(sequences, { queueMax, nowMs });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof AppError ? error.code : String(error);
}

describe("a pool of sequences", () => {
  test("serves those who wait in the order they came", async () => {
    const pool = poolOf(["a"], 2);
    const order: string[] = [];
    const lent = await pool.acquire(never, first);
    const waiting = ["second", "third"].map(async (name) => {
      const sequence = await pool.acquire(never, first);
      order.push(name);
      pool.release(sequence);
    });
    pool.release(lent);
    await Promise.all(waiting);
    expect(order).toEqual(["second", "third"]);
  });

  test("refuses what does not fit and says when to come back, from how long others took", async () => {
    let now = 0;
    const pool = poolOf(["a"], 0, () => now);
    for (let round = 0; round < 50; round++) {
      const sequence = await pool.acquire(never, first);
      now += 10;
      pool.release(sequence);
    }
    await pool.acquire(never, first);
    const error: unknown = await pool.acquire(never, first).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "queue_full",
      retryAfterMs: expect.toSatisfy((ms) => ms >= 10 && ms < 20),
    });
  });

  test("an abort leaves the queue at once and takes nobody's place", async () => {
    const pool = poolOf(["a"], 1);
    const lent = await pool.acquire(never, first);
    const controller = new AbortController();
    const gone = pool.acquire(controller.signal, first);
    controller.abort();
    expect(await codeOf(gone)).toBe("client_closed");
    const next = pool.acquire(never, first);
    pool.release(lent);
    expect(await next).toBe("a");
  });

  test("a sequence given back twice is lent once", async () => {
    const pool = poolOf(["a"], 0);
    const lent = await pool.acquire(never, first);
    pool.release(lent);
    pool.release(lent);
    await pool.acquire(never, first);
    expect(await codeOf(pool.acquire(never, first))).toBe("queue_full");
  });

  test("closing refuses who waits and waits for who holds", async () => {
    const pool = poolOf(["a"], 1);
    const lent = await pool.acquire(never, first);
    const waiting = codeOf(pool.acquire(never, first));
    let closed = false;
    const closing = pool.close(new AppError("expert_unavailable", "closing")).then(() => (closed = true));
    expect(await waiting).toBe("expert_unavailable");
    expect(closed).toBe(false);
    pool.release(lent);
    await closing;
    expect(await codeOf(pool.acquire(never, first))).toBe("expert_unavailable");
  });
});
