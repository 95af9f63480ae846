type Body = Readonly<Record<string, unknown>>;

export const WORDS = ["The ", "answer ", "is ", "42 ", "– naïve, 你好, 🙂."];
export const ANSWER = WORDS.join("");
/** What a model says that is not as good. */
export const WRONG_WORDS = ["The answer ", "is ", "41", "."];
export const USAGE = {
  prompt_tokens: 42,
  completion_tokens: 17,
  total_tokens: 59,
  prompt_tokens_details: { cached_tokens: 10 },
  completion_tokens_details: { reasoning_tokens: 5 },
};
export const DONE = "data: [DONE]\n\n";

const HEAD = {
  id: "chatcmpl-upstream",
  created: 1_767_225_600,
  model: "upstream-model",
  system_fingerprint: "fp_1",
};

/** The whole answer as it goes over the wire, odd spacing and unknown fields included. */
export function wholeBody(words: readonly string[] = WORDS): string {
  const message = { role: "assistant", content: words.join(""), refusal: null, annotations: [] };
  const choices = [{ index: 0, message, finish_reason: "stop", logprobs: null }];
  return `${JSON.stringify({ ...HEAD, object: "chat.completion", choices, usage: USAGE, x_unknown: { a: [1, 2.5] } }, null, 1)}\n`;
}

export function contentEvent(text: string, more: object = {}): string {
  return event({
    choices: [{ index: 0, delta: { role: "assistant", content: text }, finish_reason: null }],
    ...more,
  });
}

export function finishEvent(more: object = {}): string {
  return event({ choices: [{ index: 0, delta: {}, finish_reason: "stop", ...more }] });
}

export const USAGE_EVENT = event({ choices: [], usage: USAGE });

/** Every event of a complete stream, in order, as a well-behaved provider sends it. */
export function streamEvents(body: Body, words: readonly string[] = WORDS): readonly string[] {
  const usage = asksUsage(body) ? [USAGE_EVENT] : [];
  return [...words.map((word) => contentEvent(word)), finishEvent(), ...usage, DONE];
}

export function event(fields: object): string {
  return `data: ${JSON.stringify({ ...HEAD, object: "chat.completion.chunk", ...fields })}\n\n`;
}

function asksUsage(body: Body): boolean {
  const options = body["stream_options"];
  return (
    typeof options === "object" &&
    options !== null &&
    "include_usage" in options &&
    options.include_usage === true
  );
}
