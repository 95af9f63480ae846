import { expect, it } from "vitest";
import { PosteriorTable } from "./posterior-table.ts";

it("with forgetting, restored counts weigh as much as outcomes that were lived through", () => {
  const lived = new PosteriorTable(["a", "b"], { keep: 0.99 });
  const restored = new PosteriorTable(["a", "b"], { keep: 0.99 });
  // Alternating, so that order says nothing: of 400 outcomes about 1 / (1 − 0.99) = 100 are left.
  for (let round = 0; round < 400; round++) lived.learn("a", "sums", round % 2);
  restored.restore("a", "sums", { right: 200, wrong: 200 });
  const [now, then] = [restored.belief("a", "sums"), lived.belief("a", "sums")];
  expect(now.mean).toBeCloseTo(then.mean, 2);
  expect(now.variance).toBeCloseTo(then.variance, 6);
  const forever = new PosteriorTable(["a", "b"], { keep: 1 });
  forever.restore("a", "sums", { right: 200, wrong: 200 });
  expect(forever.belief("a", "sums").variance).toBeLessThan(now.variance / 2);
});

it("a specialist with a strong record on one task is believed there, however poor it is elsewhere", () => {
  const table = new PosteriorTable(["generalist", "specialist"], { keep: 1 });
  for (const task of ["sums", "words", "dates", "series", "talk"]) {
    table.add("generalist", task, { right: 400, wrong: 100 });
    const own = task === "sums" ? 490 : 25;
    table.add("specialist", task, { right: own, wrong: 500 - own });
  }
  expect(table.belief("specialist", "sums").mean).toBeGreaterThan(0.95);
  expect(table.belief("specialist", "words").mean).toBeLessThan(0.1);
  const untagged = (expert: string) => table.belief(expert, null).mean;
  expect(untagged("generalist") - untagged("specialist")).toBeGreaterThan(0.4);
});

it("a table with very many cells is fitted less often than it is asked, and still follows its own outcomes", () => {
  const table = new PosteriorTable(["a", "b"], { keep: 1 });
  for (let task = 0; task < 400; task++) table.learn("a", `t${task}`, 1);
  const before = table.belief("b", "t1").mean;
  for (let round = 0; round < 3; round++) table.learn("b", "t1", 0);
  expect(table.belief("b", "t1").mean).toBeLessThan(before);
});
