import type { LanguageModelV4 } from "@ai-sdk/provider";
import { z } from "zod";
import { AppError } from "../../core/app-error.ts";
import { isJsonObject } from "../../core/json.ts";
import { capabilityOptions, withCapabilityOptions } from "../capability-options.ts";
import type { Capabilities, Expert, ExpertKind, ExpertState, ExpertTools } from "../expert.ts";
import { secretHider, secretsOf } from "../hide-secrets.ts";
import { answerFromModel } from "./answer-from-model.ts";
import { isPackageName, openProvider, SHIPPED_PACKAGES } from "./packages.ts";

const jsonRecord = z.record(z.string(), z.json());

const optionsSchema = z.strictObject({
  package: z
    .string()
    .refine(isPackageName, "must be the name of an npm package")
    .describe("Provider package: @ai-sdk/anthropic, @ai-sdk/google, or another that is installed."),
  factory: z
    .string()
    .regex(/^create[A-Z]\w*$/u)
    .optional()
    .describe("The export that makes the provider, when the package has several."),
  model: z.string().min(1).max(256).describe("The model's name at this provider."),
  api_key_env: z.string().min(1).optional().describe("Environment variable that holds the key."),
  settings: jsonRecord
    .refine(hasHttpUrl, { path: ["baseURL"], message: "must be an http or https address" })
    .default({})
    .describe("Settings of the factory, for example baseURL or headers."),
  provider_options: z
    .record(z.string(), jsonRecord)
    .default({})
    .describe("Options of every call by provider, for example {anthropic: {effort: high}}."),
  provider: z.string().min(1).optional().describe("The provider's id in price lists."),
  capabilities: capabilityOptions
    .default({})
    .describe("What this model can do, where it differs from: all, context length unknown."),
});

export type AiSdkOptions = z.infer<typeof optionsSchema>;

/** Any provider package of the AI SDK: the translated path to dialects that are not OpenAI's. */
export const aiSdk: ExpertKind<AiSdkOptions> = {
  kind: "ai-sdk",
  summary: `Any provider package of the AI SDK; ${Object.keys(SHIPPED_PACKAGES).join(" and ")} are shipped.`,
  options: optionsSchema,
  open: openExpert,
};

function openExpert(name: string, options: AiSdkOptions, tools: ExpertTools): Expert {
  const shipped = SHIPPED_PACKAGES[options.package];
  const keyNames = options.api_key_env === undefined ? (shipped?.keyNames ?? []) : [options.api_key_env];
  const keyName =
    keyNames.find((candidate) => readKey(candidate, tools) !== undefined) ?? keyNames[0] ?? null;
  const apiKey = keyName === null ? undefined : readKey(keyName, tools);
  const { headers } = options.settings;
  const given = { ...options.settings, ...(isJsonObject(headers) ? headers : {}) };
  const hide = secretHider(secretsOf(apiKey ?? null, given));
  let state: ExpertState =
    keyName !== null && apiKey === undefined
      ? { status: "disabled", reason: `set ${keyName}` }
      : { status: "ready" };
  let model: Promise<LanguageModelV4> | null = null;

  async function openModel(): Promise<LanguageModelV4> {
    const settings = { ...options.settings, fetch: tools.fetch, ...(apiKey === undefined ? {} : { apiKey }) };
    try {
      return (await openProvider(options, settings)).languageModel(options.model);
    } catch (error) {
      const reason = error instanceof AppError ? `${error.message}; ${error.hint ?? ""}` : String(error);
      state = { status: "unavailable", reason };
      throw error;
    }
  }

  return {
    name,
    provider: options.provider ?? shipped?.provider ?? options.package,
    model: options.model,
    capabilities: withCapabilityOptions(ASSUMED, options.capabilities),
    worksOn: "elsewhere",
    state: () => state,
    async *answer(call, context) {
      if (state.status === "disabled") {
        throw new AppError("expert_unavailable", `${name} is disabled`, {
          hint: state.reason,
          retryable: false,
        });
      }
      model ??= openModel();
      const subject = {
        expert: name,
        keyName,
        hide,
        nowMs: tools.nowMs,
        providerOptions: options.provider_options,
      };
      yield* answerFromModel(await model, subject, { call, context });
    },
  };
}

const ASSUMED: Capabilities = {
  streaming: true,
  tools: true,
  jsonSchema: true,
  vision: true,
  reasoning: true,
  contextTokensMax: null,
};

function readKey(keyName: string, tools: ExpertTools): string | undefined {
  const key = tools.secret(keyName)?.trim();
  return key === "" ? undefined : key;
}

function hasHttpUrl(settings: Readonly<Record<string, unknown>>): boolean {
  const url = settings["baseURL"];
  return url === undefined || (typeof url === "string" && /^https?:$/u.test(URL.parse(url)?.protocol ?? ""));
}
