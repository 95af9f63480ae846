import type { JsonObject } from "../../core/json.ts";
import type { Usage } from "../../core/usage.ts";
import type { WireReading } from "../expert.ts";
import { countUsage } from "./count-usage.ts";
import { choiceZero, deltaOf, reasoningText, toolCallText, visibleText } from "./delta.ts";
import { finishReasonOf } from "../finish-reason.ts";
import { readEvent } from "./read-event.ts";
import { readUsage } from "./read-usage.ts";

/** Bytes of a stream kept for reading its text afterwards; what comes later is counted by its size only. */
const KEPT_BYTES_MAX = 8 * 1024 * 1024;
/** Bytes of JSON around one character of text in a stream, for what is beyond the limit. */
const BYTES_PER_CHARACTER = 40;

type Texts = { readonly visible: string; readonly characters: number };

/** What a stream said, read on the side. Text is parsed only when somebody asks for it. */
export class StreamReading {
  readonly #body: Readonly<Record<string, unknown>>;
  readonly #hiddenOutputInTotal: boolean;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #beyondBytes = 0;
  #texts: Texts | null = null;
  #usage: Usage | null = null;
  #finishReason: WireReading["finishReason"] = null;

  constructor(body: Readonly<Record<string, unknown>>, hiddenOutputInTotal: boolean) {
    this.#body = body;
    this.#hiddenOutputInTotal = hiddenOutputInTotal;
  }

  get finished(): boolean {
    return this.#finishReason !== null;
  }

  get empty(): boolean {
    return this.#keptBytes === 0;
  }

  /** One chunk; `json` when it was parsed. Returns whether it holds the usage and nothing else. */
  see(event: Buffer, json: JsonObject | null): boolean {
    this.#keep(event);
    if (json === null) return false;
    const serviceTier = typeof json["service_tier"] === "string" ? json["service_tier"] : null;
    const usage = usageIn(json);
    const read = readUsage(usage, { serviceTier, hiddenOutputInTotal: this.#hiddenOutputInTotal });
    if (read !== null) this.#usage = read;
    const choice = choiceZero(json);
    const raw = choice?.["finish_reason"];
    if (typeof raw === "string" && raw !== "") this.#finishReason = finishReasonOf(raw);
    const choices = json["choices"];
    return read !== null && (!Array.isArray(choices) || choices.length === 0);
  }

  reading(): WireReading {
    const texts = (): Texts => (this.#texts ??= this.#readTexts());
    const counted = (): Usage | null => (this.empty ? null : countUsage(this.#body, texts().characters));
    return {
      usage: this.#usage ?? counted(),
      finishReason: this.#finishReason,
      get text() {
        return texts().visible;
      },
    };
  }

  #keep(event: Buffer): void {
    this.#texts = null;
    if (this.#keptBytes + event.length > KEPT_BYTES_MAX) {
      this.#beyondBytes += event.length;
      return;
    }
    this.#kept.push(event);
    this.#keptBytes += event.length;
  }

  #readTexts(): Texts {
    let visible = "";
    let characters = Math.ceil(this.#beyondBytes / BYTES_PER_CHARACTER);
    for (const event of this.#kept) {
      const json = parsedOrNull(event);
      const choice = json === null ? null : choiceZero(json);
      if (choice === null) continue;
      const delta = deltaOf(choice);
      const text = visibleText(delta);
      visible += text;
      characters += text.length + reasoningText(delta).length + toolCallText(delta).length;
    }
    return { visible, characters };
  }
}

/** Moonshot puts the usage inside the last choice. */
function usageIn(json: JsonObject): unknown {
  return json["usage"] ?? choiceZero(json)?.["usage"];
}

/** Events that only passed through may hold broken JSON: they add no text. */
function parsedOrNull(event: Buffer): JsonObject | null {
  try {
    const read = readEvent(event, true);
    return read.type === "chunk" ? read.json : null;
  } catch {
    return null;
  }
}
