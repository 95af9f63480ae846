import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { AppError } from "../core/app-error.ts";
import { abortRace } from "./abort-race.ts";

const never = new Promise<never>(() => undefined);
const deadline = new AppError("deadline_exceeded", "The request's time is up.");

test("a step gives its value or its error while nobody aborts", async () => {
  const abort = abortRace(new AbortController().signal);
  expect(await abort.race(Promise.resolve(3))).toBe(3);
  await expect(abort.race(Promise.reject(deadline))).rejects.toBe(deadline);
});

test("an abort ends the step that is waited for, and every later one at once", async () => {
  const controller = new AbortController();
  const abort = abortRace(controller.signal);
  await abort.race(Promise.resolve());
  const waiting = abort.race(never);
  controller.abort(deadline);
  await expect(waiting).rejects.toBe(deadline);
  await expect(abort.race(never)).rejects.toBe(deadline);
});

test("after stop an abort ends nothing", async () => {
  const controller = new AbortController();
  const abort = abortRace(controller.signal);
  const waiting = abort.race(new Promise((resolve) => setTimeout(() => resolve("value"), 5)));
  abort.stop();
  controller.abort();
  expect(await waiting).toBe("value");
});

test("steps that are over are let go while the request runs", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage: unknown = runInNewContext("gc");
  if (typeof collectGarbage !== "function") throw new Error("no garbage collector to call");
  const abort = abortRace(new AbortController().signal);
  const values: WeakRef<object>[] = [];
  for (let step = 0; step < 100; step++) {
    const value = { step };
    values.push(new WeakRef(value));
    await abort.race(Promise.resolve(value));
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
  collectGarbage();
  expect(values.filter((value) => value.deref() !== undefined).length).toBeLessThan(5);
  abort.stop();
});
