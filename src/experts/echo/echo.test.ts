import { describe, expect, test } from "vitest";
import { expertConformance } from "../conformance.ts";
import { textOf } from "../stream-faults.ts";
import { testTools } from "../test-tools.ts";
import { echo } from "./echo.ts";

const noClose = (): Promise<void> => Promise.resolve();

expertConformance(
  "echo",
  () => Promise.resolve({ expert: echo.open("echo", echo.options.parse({}), testTools()), close: noClose }),
  { repeats: true },
);

expertConformance("a slow echo", () =>
  Promise.resolve({
    expert: echo.open("slow", echo.options.parse({ delay_ms: 5, token_delay_ms: 5 }), testTools()),
    close: noClose,
  }),
);

describe("echo", () => {
  test("`tokens` repeats the message until the answer has that many words", async () => {
    const expert = echo.open("long", echo.options.parse({ tokens: 5 }), testTools());
    const parts = await Array.fromAsync(
      expert.answer(
        { prompt: [{ role: "user", content: [{ type: "text", text: "one two" }] }] },
        { signal: new AbortController().signal, requestId: "req_1" },
      ),
    );
    expect(textOf(parts)).toBe("one two one two one ");
    const finish = parts.at(-1);
    expect(finish?.type === "finish" && finish.usage.outputTokens.total).toBe(5);
  });

  test("an option that does not exist is refused", () => {
    expect(() => echo.options.parse({ delay: 3 })).toThrow(/delay/u);
  });
});
