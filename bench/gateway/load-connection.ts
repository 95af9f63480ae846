import { connect, type Socket } from "node:net";
import { streamCheck, wholeAnswerCheck, type AnswerCheck } from "./answer-check.ts";
import type { LoadJob } from "./load-job.ts";
import { MessageReader } from "./message-reader.ts";
import { samples } from "./samples.ts";

const FAILURES_PER_CONNECTION_MAX = 20;
const RECONNECT_MS = 10;

/** What all connections of one window count together. */
type Tally = ReturnType<typeof newTally>;

export function newTally() {
  return {
    measuring: false,
    stopping: false,
    requests: 0,
    answers: 0,
    failures: 0,
    streams: 0,
    streamsLost: 0,
    firstFailure: null as string | null,
    latency: samples(),
    firstFrame: samples(),
    frameGap: samples(),
  };
}

type Load = { readonly job: LoadJob; readonly request: Buffer; readonly tally: Tally };
type LoadConnection = { readonly idle: Promise<void>; close(): void };

/** Request after request on one socket until the tally says stop; a broken socket is a failure and is replaced. */
export function loadConnection(load: Load): LoadConnection {
  const { tally } = load;
  const idle = Promise.withResolvers<void>();
  let failures = 0;
  let socket: Socket | null = null;
  const failed = (why: string): void => {
    failures += 1;
    tally.failures += 1;
    tally.firstFailure ??= why;
  };
  const over = (): boolean => tally.stopping || failures > FAILURES_PER_CONNECTION_MAX;
  const open = (): void => {
    socket = openSocket(load, {
      failed,
      over,
      idle: idle.resolve,
      closed() {
        if (over()) idle.resolve();
        else setTimeout(open, RECONNECT_MS);
      },
    });
  };
  open();
  return { idle: idle.promise, close: () => socket?.destroy() };
}

type SocketEvents = { failed(why: string): void; over(): boolean; idle(): void; closed(): void };

function openSocket({ job, request, tally }: Load, events: SocketEvents): Socket {
  const isStream = job.body === "stream";
  let connected = false;
  let inFlight = false;
  let sentMs = 0;
  let frameMs = 0;
  const socket = connect({ host: "127.0.0.1", port: job.port, noDelay: true });

  const onFrame = (nowMs: number, index: number): void => {
    if (tally.measuring) (index === 0 ? tally.firstFrame : tally.frameGap).add(nowMs - frameMs);
    frameMs = nowMs;
  };
  const check: AnswerCheck = isStream ? streamCheck(job.frames, onFrame) : wholeAnswerCheck();

  const send = (): void => {
    if (events.over()) {
      events.idle();
      return;
    }
    inFlight = true;
    if (isStream) tally.streams += 1;
    sentMs = performance.now();
    frameMs = sentMs;
    socket.write(request);
  };
  const lost = (why: string): void => {
    if (isStream) tally.streamsLost += 1;
    events.failed(why);
  };
  const reader = new MessageReader("response", {
    head: check.head,
    body(part) {
      check.body(part, performance.now());
    },
    end() {
      inFlight = false;
      tally.answers += 1;
      const fault = check.verdict();
      if (fault !== null) {
        lost(fault);
      } else if (tally.measuring) {
        tally.requests += 1;
        tally.latency.add(performance.now() - sentMs);
      }
      send();
    },
  });
  socket.on("connect", () => {
    connected = true;
    send();
  });
  socket.on("data", (bytes: Buffer) => {
    reader.feed(bytes);
  });
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    reader.finish();
    if (inFlight) lost("the connection closed in the middle of an answer");
    else if (!connected) events.failed("could not connect");
    events.closed();
  });
  return socket;
}
