import { Template } from "@huggingface/jinja";
import { AppError } from "../../core/app-error.ts";
import type { CallOptions } from "../expert.ts";

export type ChatMessage = { readonly role: "system" | "user" | "assistant"; readonly content: string };

export type ChatTemplate = {
  /** The prompt as text. Parts are tokenized apart from each other, so that a client's text is never a special token. */
  render(messages: readonly ChatMessage[], variables: Readonly<Record<string, unknown>>): string[];
  /** True when the template knows `<think>` blocks. */
  readonly thinks: boolean;
};

/** Used when a file has no template of its own: the most common format among open models. */
export const CHAT_ML = `{%- for message in messages -%}
{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}
{%- endfor -%}
{%- if add_generation_prompt -%}{{ '<|im_start|>assistant\\n' }}{%- endif -%}`;

/** Used when the vocabulary has no ChatML either. */
export const PLAIN = `{%- for message in messages -%}
{{ {'system': 'System', 'user': 'User', 'assistant': 'Assistant'}[message['role']] + ': ' + message['content'] + '\\n' }}
{%- endfor -%}
{%- if add_generation_prompt -%}{{ 'Assistant:' }}{%- endif -%}`;

/** A noncharacter that marks where a special token's name, written by a client, is broken in two. */
const BREAK = "\uFDD0";
const SYNTAX = /[$()*+.?[\\\]^{|}]/gu;
const MESSAGES_MAX = 4096;

/** `specialTokens`: the names that the tokenizer would read as control tokens, such as `<|im_end|>`. */
export function readChatTemplate(source: string, specialTokens: readonly string[]): ChatTemplate {
  const template = new Template(source);
  const names = specialTokens
    .filter((name) => name.length > 1)
    .map((name) => name.replaceAll(SYNTAX, "\\$&"));
  const starts = names.length === 0 ? null : new RegExp(`(?=${names.join("|")})[^]`, "gu");
  const plain = (content: string): string => {
    const clean = content.replaceAll(BREAK, "");
    return starts === null ? clean : clean.replaceAll(starts, (first) => first + BREAK);
  };
  return {
    thinks: source.includes("</think>"),
    render(messages, variables) {
      const broken = messages.map(({ role, content }) => ({ role, content: plain(content) }));
      return renderAny(template, [broken, withoutSystem(broken)], variables).split(BREAK);
    },
  };
}

/** Some templates refuse a system message, which then becomes the head of the first user message. */
function renderAny(
  template: Template,
  candidates: readonly (readonly ChatMessage[])[],
  variables: Readonly<Record<string, unknown>>,
): string {
  let refusal: unknown;
  for (const messages of candidates) {
    try {
      return template.render({ ...variables, messages, add_generation_prompt: true });
    } catch (error) {
      refusal ??= error;
    }
  }
  const reason = refusal instanceof Error ? refusal.message : String(refusal);
  throw new AppError("invalid_request", `The model's chat template refuses these messages: ${reason}`, {
    param: "messages",
    hint: "Many templates want user and assistant messages in turn, beginning with the user's.",
    elsewhere: true,
    cause: refusal,
  });
}

function withoutSystem(messages: readonly ChatMessage[]): ChatMessage[] {
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const rest = messages.filter(({ role }) => role !== "system");
  const [first, ...others] = rest;
  if (system.length === 0 || first?.role !== "user") return [...rest];
  return [{ role: "user", content: [...system, first.content].join("\n\n") }, ...others];
}

/** The prompt as a chat template wants it: text only, tool results and reasoning of earlier turns left out. */
export function chatMessages(prompt: CallOptions["prompt"]): ChatMessage[] {
  if (prompt.length > MESSAGES_MAX)
    throw new AppError("invalid_request", `${prompt.length} messages are more than ${MESSAGES_MAX}.`, {
      param: "messages",
      elsewhere: true,
    });
  return prompt.map((message, index): ChatMessage => {
    if (message.role === "system") return { role: "system", content: message.content };
    const param = `messages[${index}]`;
    if (message.role === "tool") throw unsupported("a tool's result", param);
    return { role: message.role, content: message.content.map((part) => partText(part, param)).join("") };
  });
}

type MessagePart = Exclude<CallOptions["prompt"][number], { role: "system" }>["content"][number];

function partText(part: MessagePart, param: string): string {
  if (part.type === "text") return part.text;
  if (part.type === "reasoning") return "";
  throw unsupported(`a part of type "${part.type}"`, param);
}

function unsupported(what: string, param: string): AppError {
  return new AppError("invalid_request", `This expert reads text only, and ${param} holds ${what}.`, {
    param,
    elsewhere: true,
  });
}
