import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "../stream-faults.ts";
import {
  ALPHABET,
  ask,
  BARE,
  collect,
  ENDLESS,
  failure,
  tinyFolder,
  type TinyFolder,
} from "./gguf-testing.ts";
import { follow } from "./tiny-gguf.ts";

let folder: TinyFolder;

beforeAll(async () => {
  folder = await tinyFolder();
});

afterAll(async () => await folder.close());

describe("a busy gguf expert", () => {
  test("refuses what does not fit its queue and answers the rest", async () => {
    const expert = await folder.openTiny("queue", { next: follow(ALPHABET) }, { parallel: 1, queue_max: 2 });
    const calls = Array.from({ length: 5 }, async () => await collect(expert, ask("hello")));
    const settled = await Promise.allSettled(calls);
    const refused = settled.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(refused.map((error) => error.code)).toEqual(["queue_full", "queue_full"]);
    expect(refused[0].retryAfterMs).toBeGreaterThan(0);
  });

  test("a waiting request leaves the queue when it is aborted", async () => {
    const expert = await folder.openTiny("leave", { next: ENDLESS, template: BARE }, { parallel: 1 });
    const busy = new AbortController();
    const running = failure(collect(expert, ask("1"), busy.signal));
    const waiting = new AbortController();
    const waiter = failure(collect(expert, ask("2"), waiting.signal));
    waiting.abort();
    expect((await waiter).code).toBe("client_closed");
    busy.abort();
    expect((await running).code).toBe("client_closed");
  });

  test("two hundred aborted requests leak no sequence", async () => {
    const expert = await folder.openTiny(
      "aborts",
      { next: ENDLESS, template: BARE },
      { parallel: 4, queue_max: 200 },
    );
    const aborts = Array.from({ length: 200 }, async (_, index) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), index % 40);
      return (await failure(collect(expert, ask("3"), controller.signal))).code;
    });
    expect(new Set(await Promise.all(aborts))).toEqual(new Set(["client_closed"]));
    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => textOf(await collect(expert, ask("3", { maxOutputTokens: 5 })))),
    );
    expect(answers).toEqual(["45678", "45678", "45678", "45678"]);
  });

  test("closing ends what runs, refuses what comes, and is quick", async () => {
    const expert = await folder.openTiny("close", { next: ENDLESS, template: BARE, contextTokens: 4096 });
    const running = failure(collect(expert, ask("3")));
    await expert.close?.();
    expect((await running).code).toBe("expert_unavailable");
    expect((await failure(collect(expert, ask("3")))).code).toBe("expert_unavailable");
    expect(expert.state().status).toBe("unavailable");
  });

  test("a reader that walks away gives its sequence back", async () => {
    const expert = await folder.openTiny("walk", { next: ENDLESS, template: BARE }, { parallel: 1 });
    for (let round = 0; round < 5; round++) {
      const context = { signal: new AbortController().signal, requestId: "req_test" };
      for await (const part of expert.answer(ask("3"), context)) if (part.type === "text-delta") break;
    }
    expect(textOf(await collect(expert, ask("3", { maxOutputTokens: 3 })))).toBe("456");
  });
});
