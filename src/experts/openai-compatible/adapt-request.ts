import { isJsonObject } from "../../core/json.ts";
import type { RequestRule } from "./quirks.ts";

type Body = Readonly<Record<string, unknown>>;
type Draft = Record<string, unknown>;

export type RequestTarget = {
  readonly model: string;
  /** Rules of this model, see `rulesForModel`. */
  readonly rules: readonly RequestRule[];
  /** Whether a stream is asked for its usage (`stream_options.include_usage`). */
  readonly asksUsage: boolean;
};

/**
 * The body to send: the client's own, with `model` set, Toque's fields removed and what this provider cannot
 * accept rewritten. Everything else survives as it came, known to us or not. Pure; the input is not touched.
 */
export function adaptRequest(body: Body, target: RequestTarget): Draft {
  const draft: Draft = { ...body, model: target.model };
  removeOwnFields(draft);
  for (const rule of target.rules) {
    if (rule.unlessBody !== undefined && body[rule.unlessBody.field] === rule.unlessBody.equals) continue;
    applyRule(draft, rule);
  }
  if (draft["stream"] === true && target.asksUsage) {
    const asked = draft["stream_options"];
    draft["stream_options"] = { ...(isJsonObject(asked) ? asked : {}), include_usage: true };
  }
  return draft;
}

function removeOwnFields(draft: Draft): void {
  if ("toque" in draft) delete draft["toque"];
  const metadata = draft["metadata"];
  if (!isJsonObject(metadata) || !("toque" in metadata)) return;
  const { toque: _ours, ...rest } = metadata;
  if (Object.keys(rest).length === 0) delete draft["metadata"];
  else draft["metadata"] = rest;
}

function applyRule(draft: Draft, rule: RequestRule): void {
  for (const field of rule.drop ?? []) if (field in draft) delete draft[field];
  for (const [from, to] of Object.entries(rule.rename ?? {})) rename(draft, from, to);
  if (editsMessages(rule)) editMessages(draft, rule);
  if (rule.toolChoiceAutoOnly === true) allowAutoOnly(draft);
  if (rule.dropFromFunctions !== undefined || rule.dropFromSchemas !== undefined) editTools(draft, rule);
  editResponseFormat(draft, rule);
}

function rename(draft: Draft, from: string, to: string): void {
  if (!(from in draft)) return;
  if (!(to in draft)) draft[to] = draft[from];
  delete draft[from];
}

function editsMessages(rule: RequestRule): boolean {
  return (
    rule.systemRole !== undefined ||
    rule.dropFromMessages !== undefined ||
    rule.reasoningContent !== undefined
  );
}

function editMessages(draft: Draft, rule: RequestRule): void {
  const messages = draft["messages"];
  if (!Array.isArray(messages)) return;
  draft["messages"] = messages.map((message: unknown) =>
    isJsonObject(message) ? editMessage({ ...message }, rule) : message,
  );
}

function editMessage(message: Draft, rule: RequestRule): Draft {
  if (rule.systemRole !== undefined && message["role"] === "system") message["role"] = rule.systemRole;
  dropFields(message, rule.dropFromMessages);
  if (message["role"] !== "assistant") return message;
  if (rule.reasoningContent === "strip") delete message["reasoning_content"];
  if (rule.reasoningContent === "fill") message["reasoning_content"] ??= "";
  return message;
}

function allowAutoOnly(draft: Draft): void {
  const choice = draft["tool_choice"];
  if (choice === undefined || choice === "auto") return;
  delete draft["tool_choice"];
  if (choice === "none") delete draft["tools"];
}

function editTools(draft: Draft, rule: RequestRule): void {
  const tools = draft["tools"];
  if (!Array.isArray(tools)) return;
  draft["tools"] = tools.map((tool: unknown) => {
    if (!isJsonObject(tool) || !isJsonObject(tool["function"])) return tool;
    const edited: Draft = { ...tool["function"] };
    dropFields(edited, rule.dropFromFunctions);
    if (isJsonObject(edited["parameters"])) edited["parameters"] = without(edited["parameters"], rule);
    return { ...tool, function: edited };
  });
}

function editResponseFormat(draft: Draft, rule: RequestRule): void {
  const format = draft["response_format"];
  if (!isJsonObject(format) || format["type"] !== "json_schema") return;
  if (rule.jsonObjectOnly === true) {
    draft["response_format"] = { type: "json_object" };
    return;
  }
  const named = format["json_schema"];
  if (rule.dropFromSchemas === undefined || !isJsonObject(named) || !isJsonObject(named["schema"])) return;
  draft["response_format"] = { ...format, json_schema: { ...named, schema: without(named["schema"], rule) } };
}

function without(schema: Body, rule: RequestRule): Draft {
  const edited: Draft = { ...schema };
  dropFields(edited, rule.dropFromSchemas);
  return edited;
}

function dropFields(draft: Draft, fields: readonly string[] | undefined): void {
  for (const field of fields ?? []) if (field in draft) delete draft[field];
}
