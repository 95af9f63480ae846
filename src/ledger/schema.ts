import type { Decision } from "../core/decision.ts";
import type { MixtureEvent } from "../core/mixture-event.ts";
import type { Outcome } from "../core/outcome.ts";
import type { EndStatus, EnergySource } from "../core/request-record.ts";
import type { Usage } from "../core/usage.ts";

/** Tables of the ledger, the same on SQLite and PostgreSQL. Booleans are 0 or 1, structured values JSON text. */
export type LedgerSchema = {
  request: RequestTable;
  decision: DecisionTable;
  attempt: AttemptTable;
  outcome: OutcomeTable;
  policy: PolicyTable;
  certificate: CertificateTable;
  mixture_event: MixtureEventTable;
};

export type RequestTable = {
  id: string;
  received_us: number;
  key_id: string;
  surface: string;
  model: string;
  stream: number;
  task: string | null;
  expert: string | null;
  status: EndStatus;
  error_code: string | null;
  http_status: number;
  first_byte_us: number | null;
  total_us: number;
  overhead_us: number;
  cost_nano_usd: number | null;
  energy_mj: number | null;
  prompt_hash: string | null;
  prompt: string | null;
  answer: string | null;
  shadow_of: string | null;
  features: string | null;
};

export type DecisionTable = {
  request_id: string;
  mixture: string | null;
  policy: string;
  policy_version: string;
  task: string | null;
  candidates: string;
  draw: number;
  chosen: string;
  expert_order: string;
  reason: string;
  mode: Decision["mode"];
  role: Decision["role"];
  certificate: string | null;
  lambda_per_usd: number | null;
  steps: string;
};

/** All usage columns are null together when the usage is unknown; so are cost's and energy's. */
export type AttemptTable = {
  request_id: string;
  attempt: number;
  expert: string;
  provider: string;
  model: string;
  started_us: number;
  first_byte_us: number | null;
  total_us: number;
  status: EndStatus;
  error_code: string | null;
  error_message: string | null;
  http_status: number | null;
  finish_reason: string | null;
  finish_reason_raw: string | null;
  upstream_request_id: string | null;
  input_uncached: number | null;
  input_cache_read: number | null;
  input_cache_write_5m: number | null;
  input_cache_write_1h: number | null;
  input_audio: number | null;
  input_image: number | null;
  input_total: number | null;
  output_visible: number | null;
  output_reasoning: number | null;
  output_audio: number | null;
  output_total: number | null;
  usage_source: Usage["source"] | null;
  service_tier: string | null;
  web_searches: number | null;
  usage_raw: string | null;
  cost_nano_usd: number | null;
  price_version: string | null;
  price_date: string | null;
  cost_estimated: number | null;
  energy_mj: number | null;
  energy_source: EnergySource | null;
  answer_key: string | null;
};

export type OutcomeTable = {
  id: string;
  request_id: string;
  attempt: number | null;
  expert: string;
  task: string | null;
  source: Outcome["source"];
  /** `check` is a reserved word in SQL. */
  check_name: string | null;
  verifier_version: string | null;
  correct: number | null;
  score: number | null;
  comment: string | null;
  at_us: number;
};

export type PolicyTable = {
  mixture: string;
  /** Counts up per mixture. */
  version: number;
  digest: string;
  at_us: number;
  origin: string;
  body: string;
};

export type CertificateTable = {
  id: string;
  mixture: string;
  policy_version: string;
  issued_us: number;
  expires_us: number;
  body: string;
};

export type MixtureEventTable = {
  id: string;
  at_us: number;
  mixture: string;
  kind: MixtureEvent["kind"];
  policy_version: string | null;
  certificate: string | null;
  expert: string | null;
  /** `by` is a reserved word in SQL. */
  by_whom: string;
  reason: string;
};
