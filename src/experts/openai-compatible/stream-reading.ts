import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { Usage } from "../../core/usage.ts";
import type { WireReading } from "../expert.ts";
import { countUsage } from "./count-usage.ts";
import { choiceZero, deltaOf, outputCharacters, visibleText } from "./delta.ts";
import { finishReasonOf } from "../finish-reason.ts";
import { readEvent } from "./read-event.ts";
import { addToolCalls, saidCalls, type ToolCall } from "./read-tool-calls.ts";
import { readUsage } from "./read-usage.ts";

/** Events are kept unread up to this size, then their text is taken out and they are let go. */
const KEPT_BYTES_MAX = 512 * 1024;
/** Of an answer beyond this the rest is counted but not kept: no check reads a longer one. */
const TEXT_CHARACTERS_MAX = 8 * 1024 * 1024;

/** What a stream said, read on the side. Text is parsed only when somebody asks for it, or the stream is long. */
export class StreamReading {
  readonly #body: Readonly<Record<string, unknown>>;
  readonly #hiddenOutputInTotal: boolean;
  #empty = true;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #text = "";
  #toolCalls: readonly ToolCall[] = [];
  /** Of text, thinking and tool calls, of every choice. */
  #outputCharacters = 0;
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
    return this.#empty;
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
    return isJsonObject(usage) && (!Array.isArray(choices) || choices.length === 0);
  }

  reading(): WireReading {
    const readText = (): string => {
      this.#readKept();
      return this.#text;
    };
    const readCalls = (): WireReading["toolCalls"] => {
      this.#readKept();
      return saidCalls(this.#toolCalls);
    };
    return {
      usage: this.#usage ?? this.#counted(),
      finishReason: this.#finishReason,
      get text() {
        return readText();
      },
      get toolCalls() {
        return readCalls();
      },
    };
  }

  #counted(): Usage | null {
    if (this.#empty) return null;
    this.#readKept();
    return countUsage(this.#body, this.#outputCharacters);
  }

  #keep(event: Buffer): void {
    this.#empty = false;
    this.#kept.push(event);
    this.#keptBytes += event.length;
    if (this.#keptBytes > KEPT_BYTES_MAX) this.#readKept();
  }

  #readKept(): void {
    for (const event of this.#kept) {
      const json = parsedOrNull(event);
      if (json === null) continue;
      const zero = choiceZero(json);
      if (zero !== null && this.#outputCharacters < TEXT_CHARACTERS_MAX) {
        this.#text += visibleText(deltaOf(zero));
        this.#toolCalls = addToolCalls(this.#toolCalls, deltaOf(zero));
      }
      this.#outputCharacters += outputCharacters(json);
    }
    this.#kept = [];
    this.#keptBytes = 0;
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
