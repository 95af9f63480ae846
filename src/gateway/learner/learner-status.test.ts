import { expect, test } from "vitest";
import { learnerStatus, withLag } from "./learner-status.ts";
import { nothingKnown } from "./knowledge.ts";
import { PLAN } from "./house-testing.ts";

test("a learner that is behind says so before anything else", () => {
  const status = learnerStatus(nothingKnown(PLAN));
  expect(withLag(status, 1e6)).toEqual(status);
  expect(withLag(status, 3_600e6).message).toBe(`it is 60 min behind and reads on: ${status.message}`);
});
