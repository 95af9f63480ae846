import { z } from "zod";
import { AppError } from "../../core/app-error.ts";
import { capabilityOptions, withCapabilityOptions } from "../capability-options.ts";
import type { Capabilities, Expert, ExpertKind, ExpertTools } from "../expert.ts";
import { secretHider, secretsOf } from "../hide-secrets.ts";
import { answerInParts } from "./answer-in-parts.ts";
import { resolveEndpoint } from "./endpoint.ts";
import { isPresetName, type Preset, PRESETS, presetOf } from "./presets.ts";
import { rulesForModel, USUAL_RESPONSE } from "./quirks.ts";
import { shareUpstream } from "./upstream.ts";
import { createWireDoor } from "./wire-door.ts";

const HEADERS_MAX = 32;
const presetNames = Object.keys(PRESETS).filter(isPresetName);

const optionsSchema = z.strictObject({
  preset: z.enum(presetNames).optional().describe("Vendor whose address, key name and quirks apply."),
  base_url: z
    .string()
    .optional()
    .describe("Address up to and without /chat/completions; overrides the preset's."),
  api_key_env: z.string().min(1).optional().describe("Environment variable that holds the key."),
  model: z.string().min(1).max(256).describe("The model's name at this provider."),
  provider: z
    .string()
    .min(1)
    .optional()
    .describe("The provider's id in price lists; the preset's when absent."),
  headers: z
    .record(z.string().regex(/^[\w-]+$/u), z.string().regex(/^[\t\x20-\x7e]*$/u))
    .refine((headers) => Object.keys(headers).length <= HEADERS_MAX, `at most ${HEADERS_MAX} headers`)
    .default({})
    .describe("Headers sent along, for example OpenAI-Organization."),
  capabilities: capabilityOptions
    .default({})
    .describe("What this model can do where the preset does not know it."),
});

export type OpenaiCompatibleOptions = z.infer<typeof optionsSchema>;

/** What is assumed of a server that no preset describes. */
const UNKNOWN_CAPABILITIES: Capabilities = {
  streaming: true,
  tools: true,
  jsonSchema: true,
  vision: false,
  reasoning: false,
  contextTokensMax: null,
};

/** Any server that speaks OpenAI's chat completions: a preset row, or an address. */
export const openaiCompatible: ExpertKind<OpenaiCompatibleOptions> = {
  kind: "openai-compatible",
  summary: `Any server that speaks OpenAI's chat completions: ${presetNames.join(", ")}, or a base_url.`,
  options: optionsSchema,
  open: openExpert,
};

function openExpert(name: string, options: OpenaiCompatibleOptions, tools: ExpertTools): Expert {
  const preset = options.preset === undefined ? null : presetOf(options.preset);
  const endpoint = resolveEndpoint(preset, options, tools);
  const upstream = shareUpstream(endpoint.origin, tools);
  const door = createWireDoor({
    expert: name,
    model: options.model,
    keyName: endpoint.keyName,
    hide: secretHider(secretsOf(endpoint.key, options.headers)),
    rules: rulesForModel(preset?.rules ?? [], options.model),
    response:
      preset === null ? { ...USUAL_RESPONSE, sendsDone: false } : { ...USUAL_RESPONSE, ...preset.response },
    upstream,
    path: endpoint.path,
    headers: requestHeaders(endpoint.key, options.headers),
    nowMs: tools.nowMs,
  });
  const disabled = endpoint.keyName !== null && endpoint.key === null ? `set ${endpoint.keyName}` : null;
  const wire =
    disabled === null ? door : { ...door, send: () => Promise.reject(unavailable(name, disabled)) };
  const capabilities = capabilitiesOf(preset, options);
  return {
    name,
    provider: endpoint.provider,
    model: options.model,
    capabilities,
    worksOn: endpoint.loopback && preset?.selfHosted === true ? "this-machine" : "elsewhere",
    state: () => (disabled === null ? { status: "ready" } : { status: "disabled", reason: disabled }),
    answer: (call, context) =>
      answerInParts(
        { wire, model: options.model, preset: options.preset ?? "custom", capabilities },
        call,
        context,
      ),
    wire,
    close: () => upstream.close(),
  };
}

function requestHeaders(key: string | null, extra: Readonly<Record<string, string>>): string[] {
  const headers = ["content-type", "application/json", "accept", "application/json, text/event-stream"];
  if (key !== null) headers.push("authorization", `Bearer ${key}`);
  for (const [header, value] of Object.entries(extra)) headers.push(header.toLowerCase(), value);
  return headers;
}

function capabilitiesOf(preset: Preset | null, options: OpenaiCompatibleOptions): Capabilities {
  const row = preset?.models.find((candidate) => candidate.model === options.model);
  const { model: _model, ...known } = row ?? { model: options.model };
  const assumed = { ...(preset?.capabilities ?? UNKNOWN_CAPABILITIES), ...known };
  return withCapabilityOptions(assumed, options.capabilities);
}

function unavailable(name: string, reason: string): AppError {
  return new AppError("expert_unavailable", `${name} is disabled`, { hint: reason, retryable: false });
}
