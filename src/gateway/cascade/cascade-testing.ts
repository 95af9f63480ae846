import { fixed } from "../../router/policies/fixed.ts";
import type { Policy } from "../../router/policy.ts";
import type { GatewayRequest } from "../gateway-request.ts";
import {
  answerText,
  type ScriptedExpert,
  scriptedExpert,
  testGateway,
  testRequest,
  type TestGateway,
  type TestOptions,
} from "../gateway-testing.ts";

export type Started = TestGateway & {
  readonly ask: (fields?: Partial<GatewayRequest>) => Promise<{ text: string; id: string }>;
};

type CascadeOptions = TestOptions & { readonly policy?: Policy; readonly callsMax?: number };

/** A cascade over the experts; by the given policy, or down their order. For tests; they close it. */
export async function startCascade(
  experts: readonly ScriptedExpert[],
  { policy, callsMax = 3, ...options }: CascadeOptions = {},
): Promise<Started> {
  const names = experts.map((expert) => expert.name);
  const mixture = {
    name: "auto",
    experts: names,
    policy: policy ?? fixed.open({}, { name: "auto", experts: names }),
    mode: "cascade" as const,
    callsMax,
    steering: null,
    shadow: { share: 0, probesPerFamily: 0, usdPerDay: 0, unpricedCallsPerDay: 0, inFlightMax: 1 },
  };
  const started = await testGateway(experts, { ...options, mixture });
  return {
    ...started,
    async ask(fields) {
      const request = testRequest(fields);
      return { text: await answerText(await started.gateway.answer(request)), id: request.id };
    },
  };
}

export function saying(name: string, say: string): ScriptedExpert {
  return scriptedExpert(name, [[{ say }]]);
}
