import { AppError } from "../core/app-error.ts";
import type { StreamPart, WireEvent } from "../experts/expert.ts";
import type { Attempt } from "./attempt.ts";
import type { Flow } from "./open-attempt.ts";

/** The flow's items in order; whoever stops early also stops the expert. */
export async function* flowItems<Item>(flow: Flow<Item>, attempt: Attempt): AsyncGenerator<Item> {
  try {
    yield* flow.head;
    for (;;) {
      const next = await attempt.waitFor(flow.tail.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await flow.tail.return?.();
  }
}

export function isTerminalEvent(event: WireEvent): boolean {
  return event.kind === "terminal";
}

export function isFinish(part: StreamPart): boolean {
  return part.type === "finish";
}

export function brokenStream(attempt: Attempt): AppError {
  return new AppError(
    "expert_stream_broken",
    `${attempt.expert.name}'s stream ended without its terminal event: the answer is incomplete`,
  );
}
