import type {
  GbnfJsonObjectSchema,
  LlamaGrammar,
  LlamaGrammarEvaluationState,
  LlamaModel,
} from "node-llama-cpp";
import { isJsonObject } from "../../core/json.ts";
import type { CallOptions } from "../expert.ts";
import { checkSchema, schemaRefusal } from "./check-schema.ts";

const GRAMMARS_KEPT = 16;
const ANY_JSON = "any";

export type GrammarReader = (
  format: CallOptions["responseFormat"],
) => Promise<LlamaGrammarEvaluationState | undefined>;

/** Grammars are compiled once per schema and kept for the most recent few. */
export function grammarReader(model: LlamaModel): GrammarReader {
  const kept = new Map<string, LlamaGrammar>();
  return async (format) => {
    if (format?.type !== "json") return undefined;
    const key = format.schema === undefined ? ANY_JSON : checkSchema(format.schema);
    const grammar = kept.get(key) ?? (await compileGrammar(model, format.schema));
    kept.delete(key);
    kept.set(key, grammar);
    const [oldest] = kept.keys();
    if (kept.size > GRAMMARS_KEPT && oldest !== undefined) kept.delete(oldest);
    const { LlamaGrammarEvaluationState: Evaluation } = await import("node-llama-cpp");
    return new Evaluation({ model, grammar });
  };
}

/** The schema was checked: what compiling it may cost is bounded. */
async function compileGrammar(model: LlamaModel, schema: unknown): Promise<LlamaGrammar> {
  if (!isGrammarSchema(schema)) return await model.llama.getGrammarFor("json");
  try {
    return await model.llama.createGrammarForJsonSchema(schema);
  } catch (error) {
    throw schemaRefusal("It uses what a grammar cannot express.", error);
  }
}

function isGrammarSchema(schema: unknown): schema is GbnfJsonObjectSchema {
  return isJsonObject(schema);
}
