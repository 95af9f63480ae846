import type { StreamPart, WireReading } from "../experts/expert.ts";
import { usageFromSdk } from "../experts/usage-from-sdk.ts";

/** Reads a stream of parts on the side: visible text, usage and why it ended. */
export class PartsReading {
  #text: string[] = [];
  #finish: Extract<StreamPart, { type: "finish" }> | null = null;

  see(part: StreamPart): void {
    if (part.type === "text-delta") this.#text.push(part.delta);
    else if (part.type === "finish") this.#finish = part;
  }

  reading(): WireReading {
    const finish = this.#finish;
    return {
      usage: finish ? usageFromSdk(finish.usage) : null,
      finishReason: finish
        ? { unified: finish.finishReason.unified, raw: finish.finishReason.raw ?? null }
        : null,
      text: this.#text.join(""),
    };
  }
}

/** Parts that a client can see. Before the first of them another expert may still answer instead. */
export function isVisible(part: StreamPart): boolean {
  switch (part.type) {
    case "text-delta":
    case "reasoning-delta":
    case "tool-input-start":
    case "tool-call":
    case "file":
    case "finish":
      return true;
    default:
      return false;
  }
}
