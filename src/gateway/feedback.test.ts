import { expect, test, vi } from "vitest";
import type { Outcome } from "../core/outcome.ts";
import { fixed } from "../router/policies/fixed.ts";
import { scriptedExpert, testGateway, testRequest } from "./gateway-testing.ts";

test("feedback that is sent again is recorded, and teaches once", async () => {
  const learn = vi.fn<(outcome: Outcome) => void>();
  const policy = { ...fixed.open({}, { name: "auto", experts: ["one"] }), learn };
  const house = await testGateway([scriptedExpert("one", [[{ say: "hello" }]])], {
    policy,
  });
  const request = testRequest();
  await house.gateway.answer(request);
  const given = { requestId: request.id, correct: true, score: null, comment: null };
  for (const correct of [true, true, false]) await house.gateway.feedback({ ...given, correct });
  expect(learn).toHaveBeenCalledTimes(1);
  expect((await house.ledger.find(request.id))?.outcomes).toHaveLength(3);
  expect(await house.ledger.outcomeCounts()).toMatchObject([{ expert: "one", right: 0, wrong: 1 }]);
  await house.close();
});
