import { AppError } from "../../../core/app-error.ts";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import type { CallOptions } from "../../../experts/expert.ts";
import { promptOf } from "./prompt.ts";

type Reasoning = NonNullable<CallOptions["reasoning"]>;
type Tools = NonNullable<CallOptions["tools"]>;

const EFFORTS: ReadonlySet<string> = new Set(["none", "minimal", "low", "medium", "high", "xhigh", "max"]);

/** A checked Chat Completions body in the AI SDK's language, for experts that speak another dialect. */
export function callOptionsOf(body: Readonly<Record<string, unknown>>): CallOptions {
  refuseSeveralChoices(body["n"]);
  const options: CallOptions = { prompt: promptOf(body["messages"]) };
  const maxOutputTokens = numberOf(body["max_completion_tokens"]) ?? numberOf(body["max_tokens"]);
  if (maxOutputTokens !== undefined) options.maxOutputTokens = maxOutputTokens;
  const temperature = numberOf(body["temperature"]);
  if (temperature !== undefined) options.temperature = temperature;
  const topP = numberOf(body["top_p"]);
  if (topP !== undefined) options.topP = topP;
  const topK = numberOf(body["top_k"]);
  if (topK !== undefined) options.topK = topK;
  const presencePenalty = numberOf(body["presence_penalty"]);
  if (presencePenalty !== undefined) options.presencePenalty = presencePenalty;
  const frequencyPenalty = numberOf(body["frequency_penalty"]);
  if (frequencyPenalty !== undefined) options.frequencyPenalty = frequencyPenalty;
  const seed = numberOf(body["seed"]);
  if (seed !== undefined) options.seed = seed;
  const stopSequences = stopOf(body["stop"]);
  if (stopSequences !== undefined) options.stopSequences = stopSequences;
  const effort = body["reasoning_effort"];
  if (isEffort(effort)) options.reasoning = effort;
  const responseFormat = responseFormatOf(body["response_format"]);
  if (responseFormat !== undefined) options.responseFormat = responseFormat;
  const tools = toolsOf(body["tools"]);
  if (tools !== undefined) options.tools = tools;
  const toolChoice = toolChoiceOf(body["tool_choice"]);
  if (toolChoice !== undefined) options.toolChoice = toolChoice;
  return options;
}

/** One choice for the price of several, unasked, would be a silent change of what was requested. */
function refuseSeveralChoices(n: unknown): void {
  if (typeof n !== "number" || n === 1) return;
  throw new AppError("invalid_request", `'n' is ${n}, but this expert gives one choice at a time`, {
    param: "n",
    hint: "leave 'n' out and send several requests",
  });
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function isEffort(value: unknown): value is Reasoning {
  return typeof value === "string" && EFFORTS.has(value);
}

function stopOf(stop: unknown): string[] | undefined {
  if (typeof stop === "string") return [stop];
  return Array.isArray(stop) ? stop.filter((one) => typeof one === "string") : undefined;
}

function responseFormatOf(format: unknown): CallOptions["responseFormat"] {
  if (!isJsonObject(format)) return undefined;
  if (format["type"] === "json_object") return { type: "json" };
  const spec = format["json_schema"];
  if (format["type"] !== "json_schema" || !isJsonObject(spec)) return undefined;
  const { name, description, schema } = spec;
  return {
    type: "json",
    ...(isJsonObject(schema) ? { schema: jsonSchema(schema) } : {}),
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof description === "string" ? { description } : {}),
  };
}

type JsonSchema = Extract<Tools[number], { type: "function" }>["inputSchema"];

function jsonSchema(schema: JsonObject): JsonSchema {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a schema is the client's own JSON; the expert judges it
  return schema as JsonSchema;
}

function toolsOf(tools: unknown): Tools | undefined {
  if (!Array.isArray(tools) || tools.length === 0) return undefined;
  return tools.flatMap((tool: unknown): Tools => {
    const spec = isJsonObject(tool) ? tool["function"] : undefined;
    if (!isJsonObject(spec) || typeof spec["name"] !== "string") return [];
    const { name, description, parameters, strict } = spec;
    return [
      {
        type: "function",
        name,
        inputSchema: isJsonObject(parameters) ? jsonSchema(parameters) : { type: "object", properties: {} },
        ...(typeof description === "string" ? { description } : {}),
        ...(typeof strict === "boolean" ? { strict } : {}),
      },
    ];
  });
}

function toolChoiceOf(choice: unknown): CallOptions["toolChoice"] {
  if (choice === "auto" || choice === "none" || choice === "required") return { type: choice };
  const named = isJsonObject(choice) ? choice["function"] : undefined;
  return isJsonObject(named) && typeof named["name"] === "string"
    ? { type: "tool", toolName: named["name"] }
    : undefined;
}
