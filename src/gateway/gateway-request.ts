import type { Check } from "../grading/check.ts";
import type { CallOptions, Dialect } from "../experts/expert.ts";
import type { ClientPresence } from "./client-presence.ts";

/** What a surface hands down once it has read and checked the wire. */
export type GatewayRequest = {
  readonly id: string;
  /** Microseconds since the epoch. */
  readonly receivedUs: number;
  readonly keyId: string;
  readonly surface: string;
  readonly dialect: Dialect;
  /** The model as the client wrote it: an expert, a mixture, or a provider's model behind its prefix. */
  readonly model: string;
  readonly stream: boolean;
  /** The client's parsed body, never changed: the fast path sends it on. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The JSON the body was parsed from, so that the fast path need not write all of it again. */
  readonly bodyBytes?: Buffer;
  /** The same request in the AI SDK's language, made only when the expert does not speak the dialect. */
  readonly callOptions: () => CallOptions;
  readonly facts: RequestFacts;
  readonly task: string | null;
  readonly check: Check | null;
  readonly client: ClientPresence;
};

/** Plain counts that decide which experts are able to answer. */
export type RequestFacts = {
  readonly tools: boolean;
  readonly jsonSchema: boolean;
  readonly images: boolean;
  readonly promptChars: number;
};
