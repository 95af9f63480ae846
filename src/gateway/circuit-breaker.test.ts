import { expect, test } from "vitest";
import { AppError } from "../core/app-error.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";

const broken = new AppError("expert_bad_response", "500");
const limited = new AppError("rate_limited", "slow down", { retryAfterMs: 7_000 });

test("it opens after failures in a row, lets one call try after the pause, and closes when that succeeds", () => {
  const breaker = new CircuitBreaker({ failures: 2, openMs: 1_000 });
  breaker.failed(broken, 0);
  expect(breaker.waitMs(0)).toBe(0);
  breaker.failed(broken, 0);
  expect(breaker.waitMs(400)).toBe(600);
  expect(breaker.waitMs(1_000)).toBe(0);
  breaker.begin();
  expect(breaker.waitMs(1_001)).toBeGreaterThan(0);
  breaker.succeeded();
  expect(breaker.waitMs(1_002)).toBe(0);
});

test("a failed probe opens it again; a probe whose client left lets the next one try", () => {
  const breaker = new CircuitBreaker({ failures: 1, openMs: 1_000 });
  breaker.failed(broken, 0);
  breaker.begin();
  breaker.released();
  expect(breaker.waitMs(1_000)).toBe(0);
  breaker.begin();
  breaker.failed(broken, 1_000);
  expect(breaker.waitMs(1_500)).toBe(500);
});

test("a success in between starts the count anew", () => {
  const breaker = new CircuitBreaker({ failures: 2, openMs: 1_000 });
  breaker.failed(broken, 0);
  breaker.succeeded();
  breaker.failed(broken, 0);
  expect(breaker.waitMs(0)).toBe(0);
});

test("an expert that says how long to stay away is obeyed at once", () => {
  const breaker = new CircuitBreaker({ failures: 5, openMs: 1_000 });
  breaker.failed(limited, 0);
  expect(breaker.waitMs(0)).toBe(7_000);
});
