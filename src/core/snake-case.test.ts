import { expect, expectTypeOf, test } from "vitest";
import { type SnakeCase, snakeCase } from "./snake-case.ts";

const value = { costNanoUsd: 5n, rows: [{ atUs: 1, usage: { raw: { someKey: 1 } } }], cacheWrite5m: null };

test("keys change at every depth, what a provider said does not, and the types say so", () => {
  const snake = snakeCase(value);
  expect(snake).toEqual({
    cost_nano_usd: 5,
    rows: [{ at_us: 1, usage: { raw: { someKey: 1 } } }],
    cache_write5m: null,
  });
  expectTypeOf(snake.rows[0]!.at_us).toEqualTypeOf<number>();
  expectTypeOf(snake.cost_nano_usd).toEqualTypeOf<number | string>();
  expectTypeOf<SnakeCase<{ readonly a: string | null }>>().toEqualTypeOf<{ readonly a: string | null }>();
});

test("an integer that no number holds exactly is text", () => {
  expect(snakeCase({ sumUsd: 2n ** 60n })).toEqual({ sum_usd: "1152921504606846976" });
});
