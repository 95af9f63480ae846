import { AppError } from "../core/app-error.ts";
import { countedUsage } from "../core/counted-usage.ts";
import type { Usage } from "../core/usage.ts";
import type { SaidCall, StreamPart, WireReading } from "../experts/expert.ts";
import { usageFromSdk } from "../experts/usage-from-sdk.ts";

/** A translated answer longer than this is taken for one that never ends. */
const ANSWER_CHARACTERS_MAX = 64 * 1024 * 1024;
/** What a call counts besides its text. */
const CALL_CHARACTERS = 100;

/** Reads a stream of parts on the side: visible text, usage and why it ended. */
export class PartsReading {
  readonly #promptCharacters: number;
  readonly #text: string[] = [];
  readonly #toolCalls: SaidCall[] = [];
  #outputCharacters = 0;
  /** Characters of whole calls, which are sent besides the pieces they came in. */
  #calls = 0;
  #finish: Extract<StreamPart, { type: "finish" }> | null = null;

  constructor(promptCharacters: number) {
    this.#promptCharacters = promptCharacters;
  }

  /** Throws `expert_bad_response` when the answer is longer than any answer is. */
  see(part: StreamPart): void {
    switch (part.type) {
      case "text-delta":
        if (part.delta !== "") this.#text.push(part.delta);
        this.#count(part.delta);
        break;
      case "reasoning-delta":
      case "tool-input-delta":
        this.#count(part.delta);
        break;
      case "tool-call":
        this.#toolCalls.push({ name: part.toolName, input: part.input });
        this.#calls += part.toolName.length + part.input.length + CALL_CHARACTERS;
        this.#refuseEndless();
        break;
      case "finish":
        this.#finish = part;
        break;
      default:
    }
  }

  reading(): WireReading {
    const finish = this.#finish;
    return {
      usage: (finish && usageFromSdk(finish.usage)) ?? this.#counted(),
      finishReason: finish && {
        unified: finish.finishReason.unified,
        raw: finish.finishReason.raw ?? null,
      },
      text: this.#text.join(""),
      toolCalls: this.#toolCalls.length === 0 ? undefined : this.#toolCalls,
    };
  }

  #count(delta: string): void {
    this.#outputCharacters += delta.length;
    this.#refuseEndless();
  }

  #refuseEndless(): void {
    if (this.#outputCharacters + this.#calls > ANSWER_CHARACTERS_MAX)
      throw new AppError(
        "expert_bad_response",
        `the answer is longer than ${ANSWER_CHARACTERS_MAX} characters`,
        {
          retryable: false,
        },
      );
  }

  /** What a cut answer used is billed all the same, by our own count: thinking and tool calls too. */
  #counted(): Usage | null {
    if (this.#outputCharacters === 0) return null;
    return countedUsage({ prompt: this.#promptCharacters, output: this.#outputCharacters });
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
