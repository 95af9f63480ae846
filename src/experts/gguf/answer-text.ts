import type { StreamPart } from "../expert.ts";
import { NO_STOP_YET, readStop, type StopState } from "./stop-sequences.ts";
import { flushThinking, readThinking, startThinking, type Segment, type ThinkingState } from "./thinking.ts";

/** How far an answer has been read: the block that is open, and text held back because it may be a tag or a stop. */
export type AnswerState = {
  /** `null` when the model does not think, so that `<think>` is text like any other. */
  readonly thinking: ThinkingState | null;
  readonly stop: StopState;
  readonly block: { readonly type: Segment["type"]; readonly id: string } | null;
  readonly blocks: number;
};

export type AnswerStep = {
  readonly state: AnswerState;
  readonly parts: StreamPart[];
  readonly stopped: boolean;
};

export function startAnswer(thinks: boolean, mode: Segment["type"]): AnswerState {
  return { thinking: thinks ? startThinking(mode) : null, stop: NO_STOP_YET, block: null, blocks: 0 };
}

/** One piece of the model's text in, stream parts out. Pure, so that recorded pieces test it. */
export function readPiece(state: AnswerState, piece: string, stops: readonly string[]): AnswerStep {
  if (state.thinking === null) return readSegments(state, [{ type: "text", text: piece }], stops);
  const [thinking, segments] = readThinking(state.thinking, piece);
  return readSegments({ ...state, thinking }, segments, stops);
}

/** The end of the answer: shows what was held back and closes the open block. */
export function endAnswer(state: AnswerState, stops: readonly string[]): AnswerStep {
  const rest = state.thinking === null ? [] : flushThinking(state.thinking);
  const step = readSegments(state, rest, stops);
  const held: Segment[] =
    step.stopped || step.state.stop.held === "" ? [] : [{ type: "text", text: step.state.stop.held }];
  const shown = showSegments(step.state, held);
  return {
    ...step,
    state: closed(shown.state),
    parts: [...step.parts, ...shown.parts, ...closing(shown.state)],
  };
}

/** Stop sequences end the visible answer; what the model thinks may mention them. */
function readSegments(
  state: AnswerState,
  segments: readonly Segment[],
  stops: readonly string[],
): AnswerStep {
  const visible: Segment[] = [];
  let stop = state.stop;
  for (const segment of segments) {
    if (segment.type === "reasoning") {
      visible.push(segment);
      continue;
    }
    const step = readStop(stop, segment.text, stops);
    stop = step.state;
    visible.push({ type: "text", text: step.visible });
    if (step.stopped) return { ...showSegments({ ...state, stop }, visible), stopped: true };
  }
  return { ...showSegments({ ...state, stop }, visible), stopped: false };
}

type Shown = { readonly state: AnswerState; readonly parts: StreamPart[] };

function showSegments(state: AnswerState, segments: readonly Segment[]): Shown {
  const parts: StreamPart[] = [];
  let current = state;
  for (const { type, text } of segments) {
    if (text === "") continue;
    if (current.block?.type !== type) {
      parts.push(...closing(current));
      const id = String(current.blocks);
      current = { ...current, block: { type, id }, blocks: current.blocks + 1 };
      parts.push(type === "text" ? { type: "text-start", id } : { type: "reasoning-start", id });
    }
    const id = current.block?.id ?? "";
    parts.push(
      type === "text"
        ? { type: "text-delta", id, delta: text }
        : { type: "reasoning-delta", id, delta: text },
    );
  }
  return { state: current, parts };
}

function closing({ block }: AnswerState): StreamPart[] {
  if (block === null) return [];
  return [
    block.type === "text" ? { type: "text-end", id: block.id } : { type: "reasoning-end", id: block.id },
  ];
}

function closed(state: AnswerState): AnswerState {
  return { ...state, block: null };
}
