import { expect, test } from "vitest";
import { AppError } from "../../core/app-error.ts";
import { fixed } from "../../router/policies/fixed.ts";
import { answerText, scriptedExpert, testGateway, testRequest } from "../gateway-testing.ts";

test("a stream that breaks counts against its expert, and the others are asked as of any answer", async () => {
  const broken = new AppError("expert_stream_broken", "cut");
  const a = scriptedExpert("a", [[{ say: "4" }, { fail: broken }]]);
  const b = scriptedExpert("b", [[{ say: "42" }]]);
  const experts = ["a", "b"];
  const house = await testGateway([a, b], {
    mixture: {
      name: "auto",
      experts,
      mode: "route",
      callsMax: 1,
      steering: null,
      policy: fixed.open({}, { name: "auto", experts }),
      shadow: { share: 1, probesPerFamily: 0, usdPerDay: 1, unpricedCallsPerDay: 10, inFlightMax: 2 },
    },
  });
  const { gateway, ledger } = house;
  await gateway.shadow.idle();
  const request = testRequest({ stream: true, check: { type: "numeric", expected: "42" }, task: "sums" });
  await expect(gateway.answer(request).then(answerText)).rejects.toThrow("cut");
  await gateway.shadow.idle();
  expect(await ledger.find(request.id)).toMatchObject({
    status: "error",
    outcomes: [
      { expert: "a", correct: null, score: null, comment: "it did not answer: expert_stream_broken" },
    ],
  });
  expect(await ledger.list({ shadowOf: request.id, limit: 9 })).toMatchObject([
    { model: "b", outcomes: [{ correct: true }] },
  ]);
  await house.close();
});
