import { ANSWER_MARK, frameText } from "./fixed-answers.ts";

/** Judges one answer as it arrives. */
export type AnswerCheck = {
  readonly head: (head: string) => void;
  readonly body: (part: Buffer, nowMs: number) => void;
  /** `null` when the answer is complete and right, otherwise what is wrong with it. */
  readonly verdict: () => string | null;
};

const STATUS_OK = /^HTTP\/1\.1 200 /;
const EVENT_END = Buffer.from("\n\n");
const MARK = Buffer.from(ANSWER_MARK);

export function wholeAnswerCheck(): AnswerCheck {
  let status = "";
  let parts: Buffer[] = [];
  return {
    head(head) {
      status = head;
      parts = [];
    },
    body(part) {
      parts.push(part);
    },
    verdict() {
      const body = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
      if (!STATUS_OK.test(status)) return `${firstLine(status)}: ${body.toString("utf8").slice(0, 300)}`;
      return body.includes(MARK)
        ? null
        : `the answer is not the upstream's: ${body.toString("utf8").slice(0, 300)}`;
    },
  };
}

/** Frames must come complete, once and in order, and `[DONE]` after the last. */
export function streamCheck(frames: number, onFrame: (nowMs: number, index: number) => void): AnswerCheck {
  let status = "";
  let pending: Buffer | null = null;
  let next = 0;
  let done = false;
  let fault: string | null = null;

  const readEvent = (event: string, nowMs: number): void => {
    if (event.includes("[DONE]")) {
      done = true;
    } else if (event.includes("frame-")) {
      if (!event.includes(frameText(next))) fault ??= `frame ${next} expected, got ${event.slice(0, 300)}`;
      onFrame(nowMs, next);
      next += 1;
    } else if (event.includes('"error"')) {
      fault ??= event.slice(0, 300);
    }
  };

  return {
    head(head) {
      status = head;
      pending = null;
      next = 0;
      done = false;
      fault = null;
    },
    body(part, nowMs) {
      const all = pending === null ? part : Buffer.concat([pending, part]);
      let from = 0;
      for (let end = all.indexOf(EVENT_END); end >= 0; end = all.indexOf(EVENT_END, from)) {
        readEvent(all.toString("latin1", from, end), nowMs);
        from = end + EVENT_END.length;
      }
      pending = from < all.length ? all.subarray(from) : null;
    },
    verdict() {
      if (!STATUS_OK.test(status))
        return `${firstLine(status)}: ${pending?.toString("utf8").slice(0, 300) ?? ""}`;
      if (fault !== null) return fault;
      if (next !== frames) return `${next} of ${frames} frames`;
      return done ? null : "no [DONE]";
    },
  };
}

function firstLine(head: string): string {
  return head.slice(0, Math.max(0, head.indexOf("\r\n")));
}
