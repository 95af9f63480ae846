import { expect, test } from "vitest";
import { EvidenceCounts } from "./evidence-counts.ts";

const count = (task: string | null, expert: string, right: number) => ({ task, expert, right, wrong: 1 });

test("a family lacks evidence as long as one of the experts has too few answers", () => {
  const counts = new EvidenceCounts();
  counts.restore([count("sums", "a", 9), count("sums", "b", 3)]);
  expect(counts.lacking("sums", ["a", "b"], 5)).toEqual({ expert: "b", answers: 4 });
  expect(counts.lacking("sums", ["a"], 5)).toBeNull();
  counts.add({ family: "sums", expert: "b" }, 1);
  expect(counts.lacking("sums", ["a", "b"], 5)).toBeNull();
  expect(counts.lacking(null, ["a"], 1)).toEqual({ expert: "a", answers: 0 });
});

test("families beyond the limit are not counted and not probed, so that tags cannot cost money without end", () => {
  const counts = new EvidenceCounts();
  for (let n = 0; n < 1_000; n++) counts.add({ family: `f${n}`, expert: "a" }, 1);
  counts.add({ family: "one more", expert: "a" }, 1);
  expect(counts.lacking("one more", ["a"], 5)).toBeNull();
  expect(counts.lacking("f7", ["a"], 5)).toEqual({ expert: "a", answers: 1 });
});
