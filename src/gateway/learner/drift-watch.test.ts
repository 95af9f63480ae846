import { expect, test } from "vitest";
import { sketchedPolicy } from "../steering/steering-testing.ts";
import { createDriftWatch } from "./drift-watch.ts";
import { verifiedRow } from "./learner-testing.ts";

/** After 400 answers that are right, 200 that are said to be wrong. */
function alarmsAfter(source: "check" | "feedback"): number {
  const policy = sketchedPolicy({ success: { big: 0.6, small: 0.95 } });
  const watch = createDriftWatch({ policy, version: "1", reference: "big" });
  for (let request = 0; request < 400; request++)
    watch.saw(verifiedRow({ request, expert: "small", right: request % 20 !== 0 }));
  for (let request = 400; request < 600; request++)
    watch.saw(verifiedRow({ request, expert: "small", right: false, source }));
  return watch.alarms().length;
}

test("an expert falls by checks, not by what anyone with a key may say of it", () => {
  expect(alarmsAfter("check")).toBeGreaterThan(0);
  expect(alarmsAfter("feedback")).toBe(0);
});
