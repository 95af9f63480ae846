import { AppError } from "../../core/app-error.ts";
import { throwIfAborted } from "../abort-error.ts";
import type { CallOptions, Capabilities, ExpertContext, StreamPart, WireDoor } from "../expert.ts";
import { finishParts, INITIAL_STATE, readChunk } from "./read-chunk.ts";
import { readEvent } from "./read-event.ts";
import { EventSplitter } from "./sse/event-splitter.ts";
import { usageToSdk } from "./usage-to-sdk.ts";

export type TranslatedDoor = {
  readonly wire: WireDoor;
  readonly model: string;
  /** Key of `providerOptions` whose fields go into the body, beside `openaiCompatible`. */
  readonly preset: string;
  readonly capabilities: Capabilities;
};

/**
 * The translated path: the AI SDK's own writer makes the body, our door sends it, our reader reads it. So both
 * paths share one set of quirks, limits and errors, and bills do not depend on which one a client took.
 */
export async function* answerInParts(
  door: TranslatedDoor,
  call: CallOptions,
  context: ExpertContext,
): AsyncGenerator<StreamPart> {
  throwIfAborted(context.signal);
  const { body, warnings } = await writeBody(door, call);
  const reply = await door.wire.send({ ...body, stream: true }, context);
  if (reply.type !== "events")
    throw new AppError("expert_bad_response", "a stream was asked for, a whole came");
  yield { type: "stream-start", warnings };
  let state = INITIAL_STATE;
  // What arrived together comes as one item.
  const splitter = new EventSplitter();
  for await (const event of reply.events) {
    throwIfAborted(context.signal);
    for (const bytes of splitter.push(bufferOver(event.bytes))) {
      const read = readEvent(bytes, true);
      if (read.type !== "chunk" || read.json === null) continue;
      const [next, parts] = readChunk(state, read.json);
      state = next;
      yield* parts;
    }
  }
  throwIfAborted(context.signal);
  const usage = reply.reading().usage;
  yield* finishParts(state, usageToSdk(usage));
}

function bufferOver({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

type Written = { readonly body: Record<string, unknown>; readonly warnings: Warnings };
type Warnings = Extract<StreamPart, { type: "stream-start" }>["warnings"];

async function writeBody(door: TranslatedDoor, call: CallOptions): Promise<Written> {
  // Loaded on first use: a gateway whose clients all speak the wire protocol never needs it.
  const { OpenAICompatibleChatLanguageModel } = await import("@ai-sdk/openai-compatible");
  const writer = new OpenAICompatibleChatLanguageModel(door.model, {
    provider: door.preset,
    url: () => "",
    supportsStructuredOutputs: door.capabilities.jsonSchema,
  });
  try {
    return await writer.prepareRequest(call);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new AppError("expert_refused", `the request cannot be written for this expert: ${said}`, {
      cause: error,
    });
  }
}
