import { AppError } from "../../core/app-error.ts";
import type { Answer } from "../answer.ts";
import type { HeldAnswer } from "../held-answer.ts";
import type { RequestRun } from "../request-run.ts";
import type { Settling } from "../settling.ts";

type Delivery = {
  readonly run: RequestRun;
  readonly settling: Settling;
  readonly ended: () => void;
  readonly expert: string;
  readonly held: HeldAnswer;
  /** In which the client has to have taken it. */
  readonly leftMs: number;
};

/** Gives the answer that stands, unchanged, in the form the client asked for. */
export async function deliverHeld(delivery: Delivery): Promise<Answer> {
  const { run, settling, expert, held, leftMs } = delivery;
  run.shows();
  if (held.type === "wire-whole" || (held.type === "parts" && !run.request.stream)) {
    const meta = await settling.delivered(expert, held.reading);
    return held.type === "wire-whole"
      ? { type: "wire-whole", meta, bytes: held.bytes }
      : { type: "parts-whole", meta, parts: held.parts };
  }
  const meta = run.metaWhole(expert);
  const signal = AbortSignal.timeout(leftMs);
  return held.type === "parts"
    ? { type: "parts-stream", meta, signal, parts: replay(delivery, held.parts, signal) }
    : { type: "wire-stream", meta, signal, events: replay(delivery, held.events, signal) };
}

/** The held items at the client's pace; the last one leaves only once the request is in the ledger. */
async function* replay<Item>(delivery: Delivery, items: readonly Item[], signal: AbortSignal) {
  const { run, settling, ended, expert, held } = delivery;
  const { client } = run.request;
  let settled = false;
  const broke = async (error: AppError): Promise<AppError> => {
    settled = true;
    await settling.left(expert, error, held.reading);
    return error;
  };
  try {
    for (const [at, item] of items.entries()) {
      if (client.gone) throw await broke(closed());
      if (signal.aborted) throw await broke(tooSlow());
      if (at === items.length - 1) {
        settled = true;
        await settling.delivered(expert, held.reading);
      }
      yield item;
    }
  } finally {
    // The surface stopped reading, which it does only when the client has left.
    if (!settled) await broke(closed());
    ended();
  }
}

function closed(): AppError {
  return new AppError("client_closed", "the client closed the connection during the answer");
}

function tooSlow(): AppError {
  return new AppError("deadline_exceeded", "the client took too long to take the answer");
}
