import { z } from "zod";
import { mixtureSchema, typed } from "./mixture-schema.ts";
import { nameSchema } from "./name-schema.ts";

const BODY_BYTES_MAX = 512 * 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;

const milliseconds = z.int().min(1).max(DAY_MS);

const serverSchema = z.strictObject({
  host: z
    .string()
    .min(1)
    .default("127.0.0.1")
    .describe("Address to listen on. 0.0.0.0 opens Toque to the network."),
  port: z.int().min(0).max(65_535).default(4141).describe("Port to listen on; 0 takes any free one."),
  body_limit_bytes: z
    .int()
    .min(1_024)
    .max(BODY_BYTES_MAX)
    .default(32 * 1024 * 1024)
    .describe("Largest request body that is read; a larger one is answered with 413."),
});

const ledgerSchema = z.strictObject({
  mode: z
    .enum(["strict", "batched"])
    .default("strict")
    .describe("strict: a complete answer is recorded before its last byte leaves; batched: within 50 ms."),
  durability: z
    .enum(["process", "power"])
    .default("process")
    .describe(
      "What a record survives: a killed process, or also a power cut (slower: every commit is synced).",
    ),
  url: z
    .string()
    .regex(/^postgres(ql)?:\/\/./u, "must begin with postgres:// or postgresql://")
    .optional()
    .describe(
      "PostgreSQL to record to instead of the SQLite file; better set as TOQUE_LEDGER_URL, it holds a password.",
    ),
  record: z
    .enum(["none", "hash", "full"])
    .default("none")
    .describe("What is kept of prompts and answers: nothing, a hash of the prompt, or everything."),
});

const usdPerMillion = z.number().min(0).max(1_000_000);

const priceSchema = z
  .strictObject({
    input: usdPerMillion.optional().describe("US dollars per million input tokens."),
    output: usdPerMillion.optional().describe("US dollars per million output tokens."),
    cache_read: usdPerMillion.optional().describe("Per million input tokens read from the provider's cache."),
    cache_write: usdPerMillion
      .optional()
      .describe("Per million input tokens written to the provider's cache."),
    usd_per_call: z
      .number()
      .min(0)
      .max(10_000)
      .optional()
      .describe("US dollars per call, besides the tokens."),
    date: z.iso.date().optional().describe("The day this price took effect or was last checked."),
  })
  .refine(
    ({ input, output, usd_per_call }) =>
      usd_per_call !== undefined || (input !== undefined && output !== undefined),
    "needs input and output, or usd_per_call",
  );

const energySchema = z.strictObject({
  meter: z
    .enum(["auto", "off"])
    .default("auto")
    .describe(
      "auto: the machine's own counters (RAPL, nvidia-smi), else an estimate marked as one; off: unknown.",
    ),
  watts_per_busy_cpu: z
    .number()
    .positive()
    .max(1_000)
    .optional()
    .describe("For the estimate on a machine without a counter: what one busy logical CPU draws."),
});

const limitsSchema = z.strictObject({
  deadline_ms: milliseconds.default(600_000).describe("A whole request, all attempts together."),
  first_byte_timeout_ms: milliseconds
    .default(120_000)
    .describe(
      "From the call to a stream's or translated answer's first byte; then the next expert is tried.",
    ),
  answer_timeout_ms: milliseconds
    .default(300_000)
    .describe("A plain answer that passes through, from the call to its end; then the next expert is tried."),
  idle_timeout_ms: milliseconds.default(120_000).describe("Between two events of a stream."),
  attempts_max: z.int().min(1).max(20).default(3).describe("Calls to experts for one request."),
  retry_delay_ms_max: z
    .int()
    .min(0)
    .max(DAY_MS)
    .default(2_000)
    .describe("A longer wait before another try is left to the client."),
  requests_in_flight_max: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(4_096)
    .describe("Requests at work at the same time; more are answered with 429."),
  breaker: z
    .strictObject({
      failures: z
        .int()
        .min(1)
        .max(1_000)
        .default(5)
        .describe("Failures in a row after which an expert is left alone."),
      open_ms: milliseconds
        .default(10_000)
        .describe("How long it is left alone before one call may try it again."),
    })
    .prefault({})
    .describe("When an expert that fails is left alone."),
});

/** The config file. Unknown keys are errors; what is missing gets the default written beside it here. */
export const configSchema = z.strictObject({
  server: serverSchema.prefault({}).describe("Where Toque listens."),
  data: z
    .string()
    .min(1)
    .optional()
    .describe("Folder for the ledger and the keys, relative to this file; ./.toque when not set."),
  ledger: ledgerSchema.prefault({}).describe("How requests are recorded."),
  starter: z
    .boolean()
    .default(true)
    .describe(
      "Whether the starter experts that come with Toque are offered, with the mixture `auto` over them.",
    ),
  vendors: z
    .boolean()
    .default(true)
    .describe(
      "Whether a vendor's models are offered when its key is in the environment. Never part of `auto`.",
    ),
  experts: z
    .record(nameSchema, typed)
    .default({})
    .describe("Experts by name: a type and that type's options."),
  mixtures: z
    .record(nameSchema, mixtureSchema)
    .default({})
    .describe("Mixtures by name; clients use it as the model."),
  prices: z
    .record(nameSchema, priceSchema)
    .default({})
    .describe("Prices by expert name or provider/model, where the built-in price list is wrong or silent."),
  energy: energySchema.prefault({}).describe("How the energy of local experts is known."),
  limits: limitsSchema.prefault({}).describe("Every wait and count on the request path."),
});

/** A config as a person writes it: everything optional. */
export type ConfigInput = z.input<typeof configSchema>;
/** A config with every default filled in. */
export type Config = z.output<typeof configSchema>;
