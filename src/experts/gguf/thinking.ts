import { NO_STOP_YET, readStop, type StopState } from "./stop-sequences.ts";

export const THINK_START = "<think>";
const THINK_END = "</think>";

/** Whether the model is thinking, and the text that may be the beginning of the tag that changes it. */
export type ThinkingState = {
  readonly mode: "text" | "reasoning";
  readonly tag: StopState;
  readonly trim: boolean;
};

export type Segment = { readonly type: "text" | "reasoning"; readonly text: string };

export function startThinking(mode: "text" | "reasoning"): ThinkingState {
  return { mode, tag: NO_STOP_YET, trim: mode === "reasoning" };
}

/** One piece of the model's text in, segments out: what stands between `<think>` tags is reasoning. */
export function readThinking(state: ThinkingState, piece: string): [ThinkingState, Segment[]] {
  const segments: Segment[] = [];
  let current = state;
  let rest = piece;
  for (;;) {
    const before = current.tag.held + rest;
    const tag = current.mode === "text" ? THINK_START : THINK_END;
    const step = readStop(current.tag, rest, [tag]);
    const shown = current.trim ? step.visible.trimStart() : step.visible;
    if (shown !== "") segments.push({ type: current.mode, text: shown });
    const trim = current.trim && shown === "";
    if (!step.stopped) return [{ ...current, tag: step.state, trim }, segments];
    rest = before.slice(step.visible.length + tag.length);
    current = { mode: current.mode === "text" ? "reasoning" : "text", tag: NO_STOP_YET, trim: true };
  }
}

/** The end of the answer: what looked like the beginning of a tag was text after all. */
export function flushThinking(state: ThinkingState): Segment[] {
  return state.tag.held === "" ? [] : [{ type: state.mode, text: state.tag.held }];
}
