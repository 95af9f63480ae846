import { setTimeout as sleep } from "node:timers/promises";
import type { AppError } from "../core/app-error.ts";
import { timeSortedId } from "../core/request-id.ts";
import type { Cost } from "../core/request-record.ts";
import type { Usage } from "../core/usage.ts";
import type { Expert, ExpertContext, StreamPart } from "../experts/expert.ts";
import { openLedger } from "../ledger/open.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Policy } from "../router/policy.ts";
import type { Answer } from "./answer.ts";
import { ClientPresence } from "./client-presence.ts";
import { createGateway, type Gateway } from "./gateway.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import { type Mixture, routed } from "./mixture.ts";
import { DEFAULT_LIMITS } from "./limits.ts";

/** One turn of a scripted expert: text to say, an error to throw, or `hang` until aborted. */
export type Step =
  | { call: string; input: string }
  | { say: string }
  | { fail: AppError }
  | { hang: true }
  | { end: true }
  | { waitMs: number };

export type ScriptedExpert = Expert & { calls: number };

/** An expert that plays one script per call, the last one again and again. For tests of the gateway. */
export function scriptedExpert(name: string, scripts: readonly (readonly Step[])[]): ScriptedExpert {
  const expert = {
    name,
    calls: 0,
    provider: "local",
    model: name,
    worksOn: "elsewhere" as const,
    capabilities: {
      streaming: true,
      tools: true,
      jsonSchema: true,
      vision: false,
      reasoning: false,
      contextTokensMax: null,
    },
    state: () => ({ status: "ready" as const }),
    answer(_options: unknown, context: ExpertContext) {
      const script = scripts[Math.min(expert.calls, scripts.length - 1)] ?? [];
      expert.calls += 1;
      return play(script, context.signal);
    },
  };
  return expert;
}

async function* play(script: readonly Step[], signal: AbortSignal): AsyncGenerator<StreamPart> {
  yield { type: "text-start", id: "0" };
  for (const step of script) {
    if ("say" in step) yield { type: "text-delta", id: "0", delta: step.say };
    else if ("call" in step)
      yield { type: "tool-call", toolCallId: "call_1", toolName: step.call, input: step.input };
    else if ("fail" in step) throw step.fail;
    else if ("end" in step) return;
    else if ("waitMs" in step) await sleep(step.waitMs);
    else await hang(signal);
  }
  yield { type: "text-end", id: "0" };
  yield {
    type: "finish",
    finishReason: { unified: "stop", raw: "stop" },
    usage: {
      inputTokens: { total: 7, noCache: 7, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: 3, text: 3, reasoning: 0 },
    },
  };
}

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the AppError we aborted with
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

export type TestOptions = {
  /** Of the mixture `auto` over all experts. */
  readonly policy?: Policy;
  /** Instead of a policy, the whole mixture. */
  readonly mixture?: Mixture;
  readonly limits?: Partial<GatewayDeps["limits"]>;
  readonly ledger?: Partial<Ledger>;
  readonly random?: () => number;
  readonly costOf?: GatewayDeps["costOf"];
  /** Of another gateway before; it is closed with this one. */
  readonly sharedLedger?: Ledger;
};

export type TestGateway = { gateway: Gateway; ledger: Ledger; close(): Promise<void> };

/** A gateway over an in-memory ledger, the given experts, and one mixture `auto` with the given policy. */
export async function testGateway(
  experts: readonly Expert[],
  options: TestOptions = {},
): Promise<TestGateway> {
  const real = options.sharedLedger ?? (await openLedger({ location: ":memory:" }));
  const ledger = { ...real, ...options.ledger };
  const { policy } = options;
  const names = experts.map((expert) => expert.name);
  const mixture =
    options.mixture ?? (policy === undefined ? undefined : routed({ name: "auto", experts: names, policy }));
  const gateway = createGateway({
    experts: {
      find: (name) => experts.find((expert) => expert.name === name) ?? null,
      list: () => experts,
    },
    mixtures: new Map(mixture === undefined ? [] : [[mixture.name, mixture]]),
    ledger,
    costOf: options.costOf ?? testCost,
    startEnergy: () => null,
    nowUs,
    random: options.random ?? (() => 0.5),
    newId,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    record: "none",
    log: () => undefined,
  });
  return {
    gateway,
    ledger,
    async close() {
      await gateway.close();
      await real.close();
    },
  };
}

function testCost(_expert: Expert, usage: Usage): Cost {
  return {
    nanoUsd: usage.inputTotal * 10 + usage.outputTotal * 100,
    priceVersion: "test",
    priceDate: null,
    estimated: usage.source === "counted",
  };
}

function nowUs(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}

function newId(prefix: string): string {
  // oxlint-disable-next-line no-restricted-properties -- ids in tests only have to differ
  return timeSortedId(prefix, { nowMs: () => nowUs() / 1000, random: Math.random });
}

/** All the text a client would read. */
export async function answerText(answer: Answer): Promise<string> {
  const parts: StreamPart[] = [];
  if (answer.type === "parts-whole") parts.push(...answer.parts);
  if (answer.type === "parts-stream") for await (const part of answer.parts) parts.push(part);
  return parts.map((part) => (part.type === "text-delta" ? part.delta : "")).join("");
}

/** A request as a surface would hand it down. */
export function testRequest(fields: Partial<GatewayRequest> = {}): GatewayRequest {
  return {
    id: newId("req"),
    receivedUs: nowUs(),
    keyId: "key",
    surface: "openai-chat",
    dialect: "openai-chat",
    model: "auto",
    stream: false,
    body: { model: "auto", messages: [{ role: "user", content: "hello there" }] },
    callOptions: () => ({ prompt: [{ role: "user", content: [{ type: "text", text: "hello there" }] }] }),
    facts: { tools: false, jsonSchema: false, images: false, promptChars: 11 },
    task: null,
    check: null,
    client: new ClientPresence(),
    ...fields,
  };
}
