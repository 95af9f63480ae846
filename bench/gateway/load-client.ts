import { createInterface } from "node:readline";
import { loadConnection, newTally } from "./load-connection.ts";
import { loadJobSchema, type LoadJob, type LoadResult } from "./load-job.ts";
import { cpuOf } from "./process-cpu.ts";
import { requestBytes } from "./request-bytes.ts";

/**
 * The load generator: a closed loop per connection over raw sockets, one process for all windows of a run so
 * that every server meets equally warm code. Reads jobs, writes results, one JSON line each.
 */
const DRAIN_MS_MAX = 15_000;
/** For the kernel to report the sockets that the drain cut. */
const CUT_MS = 50;

async function runJob(job: LoadJob): Promise<LoadResult> {
  const tally = newTally();
  const request = requestBytes(job);
  const connections = Array.from({ length: job.connections }, () => loadConnection({ job, request, tally }));
  await sleep(job.warmMs);
  const before = readCpu(job);
  const startMs = performance.now();
  tally.measuring = true;
  await sleep(job.measureMs);
  tally.measuring = false;
  const seconds = (performance.now() - startMs) / 1000;
  const after = readCpu(job);
  tally.stopping = true;
  await Promise.race([Promise.all(connections.map((each) => each.idle)), sleep(DRAIN_MS_MAX)]);
  for (const each of connections) each.close();
  await sleep(CUT_MS);
  return {
    seconds,
    requests: tally.requests,
    requestsPerSecond: tally.requests / seconds,
    latency: tally.latency.summary(),
    firstFrame: tally.firstFrame.summary(),
    frameGap: tally.frameGap.summary(),
    answers: tally.answers,
    failures: tally.failures,
    streams: tally.streams,
    streamsLost: tally.streamsLost,
    firstFailure: tally.firstFailure,
    cpu: {
      serverUs: difference(after.server, before.server),
      upstreamUs: difference(after.upstream, before.upstream),
      clientUs: after.client - before.client,
    },
  };
}

function readCpu(job: LoadJob): { server: number | null; upstream: number | null; client: number } {
  const own = process.cpuUsage();
  return {
    server: cpuOf(job.meter.server),
    upstream: cpuOf(job.meter.upstream),
    client: own.user + own.system,
  };
}

function difference(after: number | null, before: number | null): number | null {
  return after === null || before === null ? null : after - before;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  const result = await runJob(loadJobSchema.parse(JSON.parse(line)));
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
