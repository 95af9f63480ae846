import type { LanguageModelV4, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { AppError } from "../../core/app-error.ts";
import { abortError, throwIfAborted } from "../abort-error.ts";
import { abortRace } from "../abort-race.ts";
import type { CallOptions, ExpertContext, StreamPart } from "../expert.ts";
import type { SecretHider } from "../hide-secrets.ts";
import { errorFromSdk } from "./sdk-error.ts";

export type Subject = {
  readonly expert: string;
  readonly keyName: string | null;
  readonly hide: SecretHider;
  readonly nowMs: () => number;
  /** Options of every call; the call's own win. */
  readonly providerOptions: NonNullable<CallOptions["providerOptions"]>;
};

export type Ask = { readonly call: CallOptions; readonly context: ExpertContext };

/** Asks a model of the AI SDK and keeps our promises: errors are thrown, a stream without its end is broken. */
export async function* answerFromModel(
  model: LanguageModelV4,
  subject: Subject,
  ask: Ask,
): AsyncGenerator<StreamPart> {
  const { signal } = ask.context;
  throwIfAborted(signal);
  // A package may notice the abort late or never; who waits for it is freed at once.
  const abort = abortRace(signal);
  let begun = false;
  try {
    const { stream } = await abort.race(Promise.resolve(model.doStream(callOf(subject, ask))));
    const reader = stream.getReader();
    try {
      for (;;) {
        const next = await abort.race(reader.read());
        throwIfAborted(signal);
        if (next.done) throw broken(subject.expert, "without its end");
        const part = checked(next.value, subject.expert);
        if (part === null) continue;
        yield part;
        if (part.type === "finish") return;
        begun ||= part.type !== "stream-start" && part.type !== "response-metadata";
      }
    } finally {
      reader.cancel().catch(() => undefined);
    }
  } catch (error) {
    if (signal.aborted) throw abortError(signal);
    throw errorFromSdk(error, { ...subject, nowMs: subject.nowMs(), begun });
  } finally {
    abort.stop();
  }
}

function callOf(subject: Subject, ask: Ask): CallOptions {
  const providerOptions = { ...subject.providerOptions };
  for (const [provider, options] of Object.entries(ask.call.providerOptions ?? {})) {
    providerOptions[provider] = { ...providerOptions[provider], ...options };
  }
  return { ...ask.call, providerOptions, abortSignal: ask.context.signal };
}

/** The part to hand on, `null` for what nobody asked for; errors and endings that are none are thrown. */
function checked(part: LanguageModelV4StreamPart, expert: string): StreamPart | null {
  if (part.type === "error") throw part.error;
  if (part.type === "raw" || part.type === "ping") return null;
  if (part.type === "finish" && part.finishReason.unified === "interrupted")
    throw broken(expert, "without its end");
  if (part.type === "finish" && part.finishReason.unified === "error") throw broken(expert, "with an error");
  return part;
}

function broken(expert: string, how: string): AppError {
  return new AppError("expert_stream_broken", `${expert} ended its stream ${how}`);
}
