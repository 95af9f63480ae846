/**
 * What a ledger at migration 1 may hold, as that schema's own SQL, so that later programs are tested on rows that earlier
 * ones wrote: request 1 went to a mixture, request 2 named its expert.
 */
export const ROWS_OF_001: readonly string[] = [
  `insert into request (id, received_us, key_id, surface, model, stream, task, expert, status, http_status, total_us,
    overhead_us, cost_nano_usd, answer) values
    ('req_1', 1790000000000001, 'key_1', 'openai-chat', 'auto', 1, 'math', 'glm', 'ok', 200, 900, 40, 5000, '42'),
    ('req_2', 1790000000000002, 'key_1', 'openai-chat', 'glm', 0, null, 'glm', 'ok', 200, 900, 40, null, null)`,
  `insert into decision (request_id, mixture, policy, policy_version, task, candidates, draw, chosen, expert_order, reason)
    values ('req_1', 'auto', 'thompson', '1', 'math', '[]', 0.25, 'glm', '["glm","gpt"]', 'drawn'),
    ('req_2', null, 'pinned', '1', null, '[]', 0, 'glm', '["glm"]', 'the client named this expert')`,
  `insert into attempt (request_id, attempt, expert, provider, model, started_us, total_us, status, input_uncached,
    input_cache_read, input_cache_write_5m, input_cache_write_1h, input_audio, input_image, input_total, output_visible,
    output_reasoning, output_audio, output_total, usage_source, cost_nano_usd, price_version, cost_estimated) values
    ('req_1', 0, 'glm', 'zhipu', 'glm-5', 1790000000000001, 800, 'ok', 9, 0, 0, 0, 0, 0, 9, 2, 0, 0, 2, 'provider', 5000,
      'config', 0),
    ('req_2', 0, 'glm', 'zhipu', 'glm-5', 1790000000000002, 800, 'ok', 9, 0, 0, 0, 0, 0, 9, 2, 0, 0, 2, 'provider', null,
      null, null)`,
  `insert into outcome (id, request_id, attempt, expert, task, source, check_name, correct, at_us) values
    ('out_1', 'req_1', 0, 'glm', 'math', 'check', 'numeric', 1, 1790000000000900)`,
];
