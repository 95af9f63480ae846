import { createServer, type Socket } from "node:net";
import { parseArgs } from "node:util";
import { streamAnswer, wholeAnswer } from "./fixed-answers.ts";
import { MessageReader } from "./message-reader.ts";

/**
 * The fixed provider behind every gateway that is measured: answers each chat completion with the same bytes,
 * as cheaply as Node can, so that what is measured is the gateway. Streams send numbered frames at a steady
 * pace; `--frame-ms 0` sends them in one write.
 */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    frames: { type: "string", default: "64" },
    "frame-ms": { type: "string", default: "20" },
  },
});

const STREAM_MARK = Buffer.from('"stream":true');
const USAGE_MARK = Buffer.from('"include_usage":true');
const NOT_FOUND = Buffer.from("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
const WHOLE = wholeAnswer();
const FRAME_MS = Number(values["frame-ms"]);
const STREAM = streamAnswer(Number(values.frames));

function serve(socket: Socket): void {
  socket.setNoDelay(true);
  let head = "";
  let parts: Buffer[] = [];
  const reader = new MessageReader("request", {
    head(text) {
      head = text;
      parts = [];
    },
    body(part) {
      parts.push(part);
    },
    end() {
      answer(socket, head, parts);
    },
  });
  socket.on("data", (bytes: Buffer) => {
    reader.feed(bytes);
  });
  socket.on("error", () => socket.destroy());
}

function answer(socket: Socket, head: string, parts: Buffer[]): void {
  if (!head.startsWith("POST ") || !head.includes("/chat/completions ")) {
    socket.write(NOT_FOUND);
    return;
  }
  const body = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  if (!body.includes(STREAM_MARK)) {
    socket.write(WHOLE);
    return;
  }
  sendStream(socket, body.includes(USAGE_MARK) ? STREAM.endWithUsage : STREAM.end);
}

function sendStream(socket: Socket, end: Buffer): void {
  if (FRAME_MS === 0) {
    socket.write(Buffer.concat([STREAM.head, ...STREAM.frames, end]));
    return;
  }
  let next = 0;
  const send = (): void => {
    const frame = STREAM.frames[next];
    if (frame === undefined || socket.destroyed) {
      clearInterval(timer);
      if (!socket.destroyed) socket.write(end);
      return;
    }
    socket.write(next === 0 ? Buffer.concat([STREAM.head, frame]) : frame);
    next += 1;
  };
  const timer = setInterval(send, FRAME_MS);
  send();
}

const server = createServer({ noDelay: true }, serve);
server.listen(Number(values.port), "127.0.0.1", () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  process.stdout.write(`${JSON.stringify({ port: address.port })}\n`);
});
