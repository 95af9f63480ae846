/** In every complete answer: the load client looks for it, so that no error page counts as a success. */
export const ANSWER_MARK = "mark-4711";
export const DONE_EVENT = "data: [DONE]\n\n";

const CREATED = 1_767_225_600;
const USAGE = { prompt_tokens: 42, completion_tokens: 17, total_tokens: 59 };

/** The text of frame number `index`, in which a lost or reordered frame shows. */
export function frameText(index: number): string {
  return `frame-${String(index).padStart(6, "0")} `;
}

export function wholeAnswer(): Buffer {
  const body = JSON.stringify({
    id: "chatcmpl-fixed",
    object: "chat.completion",
    created: CREATED,
    model: "fixed-model",
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: `The answer is ${ANSWER_MARK}: forty-two, as it has always been.`,
        },
        finish_reason: "stop",
      },
    ],
    usage: USAGE,
  });
  return Buffer.from(
    `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

export type StreamAnswer = {
  readonly head: Buffer;
  readonly frames: readonly Buffer[];
  /** Finish reason, usage when asked for, `[DONE]` and the last chunk, in one write as servers do. */
  readonly end: Buffer;
  readonly endWithUsage: Buffer;
};

export function streamAnswer(frameCount: number): StreamAnswer {
  const frames = Array.from({ length: frameCount }, (_, index) =>
    httpChunk(event({ choices: [choice({ role: "assistant", content: frameText(index) }, null)] })),
  );
  const finish = event({ choices: [choice({}, "stop")] });
  const usage = event({ choices: [], usage: USAGE });
  const lastChunk = Buffer.from("0\r\n\r\n");
  return {
    head: Buffer.from(
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n",
    ),
    frames,
    end: Buffer.concat([httpChunk(finish + DONE_EVENT), lastChunk]),
    endWithUsage: Buffer.concat([httpChunk(finish + usage + DONE_EVENT), lastChunk]),
  };
}

function choice(delta: object, finishReason: string | null): object {
  return { index: 0, delta, finish_reason: finishReason };
}

function event(fields: object): string {
  const chunk = {
    id: "chatcmpl-fixed",
    object: "chat.completion.chunk",
    created: CREATED,
    model: "fixed-model",
    ...fields,
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

function httpChunk(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}
