import type { Capabilities } from "../expert.ts";
import type { RequestRule, ResponseQuirks } from "./quirks.ts";

/** One place a vendor is reached at. The first site whose key is set is used, else the first. */
export type Site = {
  readonly baseUrl: string;
  /** Environment variable of the key; `null` when none is needed. */
  readonly keyName: string | null;
  /** The vendor's id in price lists. */
  readonly provider: string;
};

type PresetModel = { readonly model: string } & Partial<Capabilities>;

export type Preset = {
  readonly summary: string;
  readonly sites: readonly [Site, ...Site[]];
  /** It usually runs on a machine of ours: on this one when its address is this machine's. */
  readonly selfHosted: boolean;
  /** What a model of this vendor can do when the table does not say. */
  readonly capabilities: Capabilities;
  readonly models: readonly PresetModel[];
  readonly rules: readonly RequestRule[];
  readonly response: Partial<ResponseQuirks>;
};

const CHAT: Capabilities = {
  streaming: true,
  tools: true,
  jsonSchema: true,
  vision: false,
  reasoning: false,
  contextTokensMax: null,
};
const SEES = { ...CHAT, vision: true, reasoning: true };
const THINKS = { ...CHAT, reasoning: true };
const MAX_TOKENS_ONLY: RequestRule = { rename: { max_completion_tokens: "max_tokens" } };

/** Models of OpenAI that think: o-series, codex-mini and gpt-5 onwards, but not its chat variants. */
const OPENAI_THINKING = /^(?:o[1-9]|codex-mini|gpt-(?:[5-9]|\d\d)(?!.*-chat))/u;
const OPENAI_THINKING_ALWAYS = /^(?:o[1-9]|codex-mini|gpt-5(?!\.\d)(?!.*-chat))/u;
const OPENAI_THINKING_OR_NOT = /^gpt-(?:5\.\d|[6-9]|\d\d)(?!.*-chat)/u;

/** A provider that speaks the OpenAI wire protocol is a row here, not a folder. */
export const PRESETS = {
  openai: {
    summary: "OpenAI",
    sites: [{ baseUrl: "https://api.openai.com/v1", keyName: "OPENAI_API_KEY", provider: "openai" }],
    selfHosted: false,
    capabilities: SEES,
    models: [
      { model: "gpt-5.6-sol", contextTokensMax: 400_000 },
      { model: "gpt-5.6-terra", contextTokensMax: 400_000 },
      { model: "gpt-5.6-luna", contextTokensMax: 400_000 },
      { model: "gpt-5.4-mini", contextTokensMax: 400_000 },
    ],
    rules: [
      {
        models: OPENAI_THINKING,
        rename: { max_tokens: "max_completion_tokens" },
        systemRole: "developer",
        drop: ["presence_penalty", "frequency_penalty", "logit_bias", "top_logprobs"],
      },
      { models: OPENAI_THINKING_ALWAYS, drop: ["temperature", "top_p", "logprobs"] },
      {
        models: OPENAI_THINKING_OR_NOT,
        unlessBody: { field: "reasoning_effort", equals: "none" },
        drop: ["temperature", "top_p", "logprobs"],
      },
    ],
    response: {},
  },
  deepseek: {
    summary: "DeepSeek",
    sites: [{ baseUrl: "https://api.deepseek.com", keyName: "DEEPSEEK_API_KEY", provider: "deepseek" }],
    selfHosted: false,
    capabilities: { ...THINKS, jsonSchema: false },
    models: [{ model: "deepseek-v4-flash" }, { model: "deepseek-v4-pro" }],
    rules: [
      MAX_TOKENS_ONLY,
      { drop: ["seed"], jsonObjectOnly: true },
      { models: /(?:^|-)(?:r1|reasoner)(?:-|$)/u, reasoningContent: "strip" },
      { models: /-v4/u, reasoningContent: "fill" },
    ],
    response: {},
  },
  moonshot: {
    summary: "Moonshot AI (Kimi); in China set base_url to https://api.moonshot.cn/v1",
    sites: [{ baseUrl: "https://api.moonshot.ai/v1", keyName: "MOONSHOT_API_KEY", provider: "moonshotai" }],
    selfHosted: false,
    capabilities: THINKS,
    models: [
      { model: "kimi-k3", contextTokensMax: 262_144 },
      { model: "kimi-k2.6", contextTokensMax: 262_144 },
    ],
    rules: [MAX_TOKENS_ONLY, { drop: ["seed", "top_k"] }, { models: /k2\.5/u, dropFromSchemas: ["$schema"] }],
    response: {},
  },
  zhipu: {
    summary: "Zhipu / Z.ai (GLM): ZHIPU_API_KEY is a key of bigmodel.cn, ZAI_API_KEY one of z.ai",
    sites: [
      { baseUrl: "https://open.bigmodel.cn/api/paas/v4", keyName: "ZHIPU_API_KEY", provider: "zhipuai" },
      { baseUrl: "https://api.z.ai/api/paas/v4", keyName: "ZAI_API_KEY", provider: "zai" },
    ],
    selfHosted: false,
    capabilities: { ...THINKS, jsonSchema: false },
    models: [{ model: "glm-5.3" }, { model: "glm-5.3-flash" }],
    rules: [
      MAX_TOKENS_ONLY,
      {
        drop: ["presence_penalty", "frequency_penalty", "stream_options"],
        dropFromMessages: ["name"],
        dropFromFunctions: ["strict"],
        toolChoiceAutoOnly: true,
        jsonObjectOnly: true,
      },
    ],
    response: { streamOptions: false },
  },
  alibaba: {
    summary:
      "Alibaba Cloud Model Studio (Qwen); in China set base_url to https://dashscope.aliyuncs.com/compatible-mode/v1",
    sites: [
      {
        baseUrl: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
        keyName: "DASHSCOPE_API_KEY",
        provider: "alibaba",
      },
    ],
    selfHosted: false,
    capabilities: THINKS,
    models: [{ model: "qwen3-max" }, { model: "qwen-plus" }, { model: "qwen-flash" }],
    rules: [MAX_TOKENS_ONLY, { drop: ["frequency_penalty"] }],
    response: {},
  },
  tencent: {
    summary:
      "Tencent (Hunyuan, TokenHub); a key belongs to one site: for another set base_url, for example https://tokenhub.tencentcloudmaas.com/v1",
    sites: [
      {
        baseUrl: "https://tokenhub-intl.tencentcloudmaas.com/v1",
        keyName: "TENCENT_API_KEY",
        provider: "tencent",
      },
    ],
    selfHosted: false,
    capabilities: THINKS,
    models: [{ model: "hy4-preview" }, { model: "hy3" }],
    rules: [MAX_TOKENS_ONLY],
    response: {},
  },
  gemini: {
    summary: "Google Gemini's compatible endpoint (loses thought signatures; `ai-sdk` keeps them)",
    sites: [
      {
        baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai",
        keyName: "GEMINI_API_KEY",
        provider: "google",
      },
    ],
    selfHosted: false,
    capabilities: { ...SEES, contextTokensMax: 1_048_576 },
    models: [{ model: "gemini-3.8-flash" }, { model: "gemini-3.1-flash-lite" }],
    rules: [],
    response: { hiddenOutputInTotal: true },
  },
  openrouter: {
    summary: "OpenRouter: any of its models as vendor/model",
    sites: [
      { baseUrl: "https://openrouter.ai/api/v1", keyName: "OPENROUTER_API_KEY", provider: "openrouter" },
    ],
    selfHosted: false,
    capabilities: SEES,
    models: [],
    rules: [],
    response: {},
  },
  groq: {
    summary: "Groq",
    sites: [{ baseUrl: "https://api.groq.com/openai/v1", keyName: "GROQ_API_KEY", provider: "groq" }],
    selfHosted: false,
    capabilities: CHAT,
    models: [
      { model: "openai/gpt-oss-120b", reasoning: true, contextTokensMax: 131_072 },
      { model: "openai/gpt-oss-20b", reasoning: true, contextTokensMax: 131_072 },
    ],
    rules: [{ drop: ["logprobs", "logit_bias", "top_logprobs"], dropFromMessages: ["name"] }],
    response: {},
  },
  together: {
    summary: "Together AI",
    sites: [{ baseUrl: "https://api.together.xyz/v1", keyName: "TOGETHER_API_KEY", provider: "together" }],
    selfHosted: false,
    capabilities: CHAT,
    models: [{ model: "openai/gpt-oss-120b", reasoning: true, contextTokensMax: 131_072 }],
    rules: [MAX_TOKENS_ONLY],
    response: {},
  },
  vllm: {
    summary: "A vLLM server (http://127.0.0.1:8000/v1 unless base_url says otherwise)",
    sites: [{ baseUrl: "http://127.0.0.1:8000/v1", keyName: null, provider: "vllm" }],
    selfHosted: true,
    capabilities: CHAT,
    models: [],
    rules: [],
    response: {},
  },
  "llama.cpp": {
    summary: "A llama.cpp server (http://127.0.0.1:8080/v1 unless base_url says otherwise)",
    sites: [{ baseUrl: "http://127.0.0.1:8080/v1", keyName: null, provider: "llama.cpp" }],
    selfHosted: true,
    capabilities: CHAT,
    models: [],
    rules: [MAX_TOKENS_ONLY],
    response: {},
  },
  ollama: {
    summary: "An Ollama server (http://127.0.0.1:11434/v1 unless base_url says otherwise)",
    sites: [{ baseUrl: "http://127.0.0.1:11434/v1", keyName: null, provider: "ollama" }],
    selfHosted: true,
    capabilities: CHAT,
    models: [],
    rules: [MAX_TOKENS_ONLY],
    response: {},
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof PRESETS;

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}

/** A preset as the type every row satisfies, so that rows can be read alike. */
export function presetOf(name: PresetName): Preset {
  return PRESETS[name];
}
