import { z } from "zod";

/** One measuring window, as `run.ts` asks the load client for it (a JSON line on its standard input). */
export const loadJobSchema = z.object({
  port: z.int(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  model: z.string(),
  body: z.enum(["small", "150kB", "stream"]),
  /** Frames that a stream must bring, in order. */
  frames: z.int(),
  connections: z.int(),
  warmMs: z.number(),
  measureMs: z.number(),
  /** Processes whose CPU time is read at both ends of the window. */
  meter: z.object({ server: z.array(z.int()), upstream: z.array(z.int()) }),
});
export type LoadJob = z.infer<typeof loadJobSchema>;

const summarySchema = z.object({
  count: z.int(),
  p50: z.number().nullable(),
  p90: z.number().nullable(),
  p99: z.number().nullable(),
  max: z.number().nullable(),
});

/** What it saw (a JSON line on its standard output). Times in milliseconds unless the name says otherwise. */
export const loadResultSchema = z.object({
  seconds: z.number(),
  requests: z.int(),
  requestsPerSecond: z.number(),
  /** Whole answers of the window, request written to last byte read. */
  latency: summarySchema,
  firstFrame: summarySchema,
  frameGap: summarySchema,
  /** Over warm-up, window and drain: nothing that goes wrong is left out. */
  answers: z.int(),
  failures: z.int(),
  streams: z.int(),
  streamsLost: z.int(),
  firstFailure: z.string().nullable(),
  /** CPU microseconds within the window, `null` when the machine does not tell. */
  cpu: z.object({
    serverUs: z.number().nullable(),
    upstreamUs: z.number().nullable(),
    clientUs: z.number(),
  }),
});
export type LoadResult = z.infer<typeof loadResultSchema>;
