import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { JsonObject } from "../core/json.ts";
import type { Expert, ExpertKind, ExpertState, StreamPart, WireEvent } from "../experts/expert.ts";
import { testTools } from "../experts/test-tools.ts";
import { type ExpertShelf, openShelf } from "./expert-shelf.ts";

const KEPT_MAX = 1_000;

type Life = {
  readonly opened: string[];
  readonly closed: string[];
  readonly gate: Promise<void>;
  end(): void;
};

function newLife(): Life {
  const gate = Promise.withResolvers<void>();
  return { opened: [], closed: [], gate: gate.promise, end: gate.resolve };
}

const NO_READING = { usage: null, finishReason: null, text: "" };

/** Answers when the gate opens. One whose name holds `off` has no key. */
function fakeExpert(name: string, life: Life): Expert {
  const state: ExpertState = name.includes("off")
    ? { status: "disabled", reason: "set KEY" }
    : { status: "ready" };
  const capabilities = { streaming: true, tools: false, jsonSchema: false, vision: false };
  return {
    name,
    provider: "fake",
    model: name,
    capabilities: { ...capabilities, reasoning: false, contextTokensMax: null },
    worksOn: "elsewhere",
    state: () => state,
    async *answer(): AsyncGenerator<StreamPart> {
      yield { type: "text-start", id: "0" };
      await life.gate;
    },
    wire: {
      dialect: "openai-chat",
      send: () =>
        Promise.resolve({
          type: "events",
          httpStatus: 200,
          upstreamRequestId: null,
          events: lateEvents(life),
          reading: () => NO_READING,
        }),
    },
    close() {
      life.closed.push(name);
      return Promise.resolve();
    },
  };
}

async function* lateEvents(life: Life): AsyncGenerator<WireEvent> {
  await life.gate;
  yield { bytes: Buffer.from("data: [DONE]\n\n"), kind: "terminal" };
}

const onDemand = (name: string): JsonObject | null => (name.startsWith("openai/") ? { type: "fake" } : null);

/** A shelf whose vendor `openai` has every model. */
function shelfOf(): { shelf: ExpertShelf; life: Life } {
  const life = newLife();
  const kind: ExpertKind<unknown> = {
    kind: "fake",
    summary: "",
    options: z.object({}),
    open(name) {
      life.opened.push(name);
      return fakeExpert(name, life);
    },
  };
  return { shelf: openShelf([], { kinds: [kind], tools: testTools(), onDemand }).shelf, life };
}

function flood(shelf: ExpertShelf, prefix: string): void {
  for (let index = 0; index < KEPT_MAX; index++) shelf.find(`openai/${prefix}${index}`);
}

const context = { signal: new AbortController().signal, requestId: "req_1" };

describe("a vendor's model that is asked for", () => {
  test("is opened once and found again", () => {
    const { shelf, life } = shelfOf();
    expect(shelf.find("openai/a")).toBe(shelf.find("openai/a"));
    expect(life.opened).toEqual(["openai/a"]);
    expect(shelf.find("nobody/a")).toBeNull();
  });

  test("is still found after a thousand wrong names without a key, none of which is kept", () => {
    const { shelf, life } = shelfOf();
    flood(shelf, "off");
    expect(shelf.find("openai/off")?.state()).toEqual({ status: "disabled", reason: "set KEY" });
    expect(life.closed).toHaveLength(KEPT_MAX + 1);
    expect(shelf.find("openai/a")?.name).toBe("openai/a");
  });

  test("is kept while it is used, and the one that rested longest is closed", () => {
    const { shelf, life } = shelfOf();
    const used = shelf.find("openai/used");
    shelf.find("openai/unused");
    expect(shelf.find("openai/used")).toBe(used);
    flood(shelf, "x");
    expect(life.closed[0]).toBe("openai/unused");
    expect(life.closed).toHaveLength(2);
  });

  test("answers to the end before it is closed, by either door", async () => {
    for (const door of ["answer", "wire"] as const) {
      const { shelf, life } = shelfOf();
      const expert = shelf.find("openai/busy");
      const reply = door === "wire" ? await expert?.wire?.send({}, context) : undefined;
      const items = reply?.type === "events" ? reply.events : expert?.answer({ prompt: [] }, context);
      const reading = Array.fromAsync<unknown>(items ?? []);
      flood(shelf, "x");
      expect(life.closed).toEqual([]);
      life.end();
      expect((await reading).length).toBeGreaterThan(0);
      expect(life.closed).toEqual(["openai/busy"]);
    }
  });

  test("has a name that a header can carry, or is not known", () => {
    const { shelf, life } = shelfOf();
    for (const name of ["openai/a b", "openai/é", "openai/a\nb", `openai/${"x".repeat(200)}`])
      expect(shelf.find(name)).toBeNull();
    expect(life.opened).toEqual([]);
  });

  test("is closed with the shelf", async () => {
    const { shelf, life } = shelfOf();
    shelf.find("openai/a");
    await shelf.close();
    expect(life.closed).toEqual(["openai/a"]);
  });
});
