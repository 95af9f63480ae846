/**
 * What a provider cannot accept or does differently, as data. A preset lists rules; each applies to the models
 * its pattern matches (all when absent), unless the body holds the value named in `unlessBody`.
 */
export type RequestRule = {
  readonly models?: RegExp;
  readonly unlessBody?: { readonly field: string; readonly equals: string };
  /** Top-level fields the provider refuses. */
  readonly drop?: readonly string[];
  /** Top-level fields it knows by another name: `max_tokens` → `max_completion_tokens`. */
  readonly rename?: Readonly<Record<string, string>>;
  /** The role it wants instead of `system`. */
  readonly systemRole?: "developer";
  /** Fields of a message it refuses. */
  readonly dropFromMessages?: readonly string[];
  /** `strip`: it refuses `reasoning_content` sent back; `fill`: it wants one on every assistant turn. */
  readonly reasoningContent?: "strip" | "fill";
  /** Fields of a tool's `function` it refuses. */
  readonly dropFromFunctions?: readonly string[];
  /** It lets the model choose or refuses: any other `tool_choice` goes; for `none` the tools go too. */
  readonly toolChoiceAutoOnly?: boolean;
  /** It knows `json_object` only: a schema is asked for as plain JSON. */
  readonly jsonObjectOnly?: boolean;
  /** Keywords it refuses at the top of a JSON schema. */
  readonly dropFromSchemas?: readonly string[];
};

export type ResponseQuirks = {
  /** False when it refuses `stream_options`; its usage then comes unasked or not at all. */
  readonly streamOptions: boolean;
  /** False when its streams may end without `[DONE]`; a finish reason then proves that they are complete. */
  readonly sendsDone: boolean;
  /** True when `total_tokens` holds output (thinking) that `completion_tokens` leaves out. */
  readonly hiddenOutputInTotal: boolean;
};

export const USUAL_RESPONSE: ResponseQuirks = {
  streamOptions: true,
  sendsDone: true,
  hiddenOutputInTotal: false,
};

/** The rules that can apply to one model; what depends on the body is decided per request. */
export function rulesForModel(rules: readonly RequestRule[], model: string): readonly RequestRule[] {
  return rules.filter((rule) => rule.models === undefined || rule.models.test(model));
}
