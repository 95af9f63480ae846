import { z } from "zod";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import { ENVIRONMENT_VARIABLES } from "./environment.ts";
import type { Kind } from "./kind-check.ts";
import { configSchema } from "./schema.ts";
import { KEY_NAMES } from "./vendors.ts";

export type ReferenceKinds = { readonly experts: readonly Kind[]; readonly policies: readonly Kind[] };

/** `docs/reference/config.md`, written from the schemas that check the config, so that it cannot be out of date. */
export function configReference(kinds: ReferenceKinds): string {
  const variables = Object.entries(ENVIRONMENT_VARIABLES).map(([name, what]) => `| \`${name}\` | ${what} |`);
  return [
    "# Configuration",
    "",
    "<!-- Written by `npm run reference` from src/config and the kinds' options. Do not edit. -->",
    "",
    "`toque.config.ts` or `toque.config.json` in the working folder, or the file that `--config` names. Every field",
    "is optional; an unknown field is an error. `toque init` writes a commented file.",
    "",
    ...fieldTable(configSchema, []),
    "",
    "## Types of experts",
    "",
    "`experts.<name>` is `{ type, ...options }`.",
    ...kinds.experts.flatMap((kind) => kindSection(kind)),
    "",
    "## Types of policies",
    "",
    "`mixtures.<name>.policy` is `{ type, ...options }`.",
    ...kinds.policies.flatMap((kind) => kindSection(kind)),
    "",
    "## Environment",
    "",
    "A flag wins over the environment, which wins over the file.",
    "",
    "| variable | what it sets |",
    "|---|---|",
    ...variables,
    `| ${KEY_NAMES.map((name) => `\`${name}\``).join(", ")} | the key of a vendor, whose models are then offered |`,
    "",
  ].join("\n");
}

function kindSection(kind: Kind): readonly string[] {
  const { options } = kind;
  const table = options instanceof z.ZodType ? fieldTable(options, []) : [];
  return ["", `### \`${kind.kind}\``, "", kind.summary, "", ...(table.length > 2 ? table : ["No options."])];
}

export function fieldTable(schema: z.ZodType, path: readonly string[]): readonly string[] {
  const json: unknown = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return ["| field | type | default | |", "|---|---|---|---|", ...rowsOf(json, path)];
}

function rowsOf(schema: unknown, path: readonly string[]): readonly string[] {
  if (!isJsonObject(schema)) return [];
  const { properties, additionalProperties } = schema;
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const named = Object.entries(isJsonObject(properties) ? properties : {}).flatMap(([name, field]) =>
    isJsonObject(field) ? fieldRows(field, [...path, name], required.includes(name)) : [],
  );
  const entries = isJsonObject(additionalProperties) ? rowsOf(additionalProperties, [...path, "<name>"]) : [];
  return [...named, ...entries];
}

function fieldRows(field: JsonObject, path: readonly string[], required: boolean): readonly string[] {
  const fallback = field["default"];
  const plain = fallback === undefined || isJsonObject(fallback) ? "" : `\`${JSON.stringify(fallback)}\``;
  const shown = required ? "required" : plain;
  const { description } = field;
  const text = typeof description === "string" ? description.replaceAll("|", "\\|") : "";
  const row = `| \`${path.join(".")}\` | ${typeText(field)} | ${shown} | ${text} |`;
  return [row, ...rowsOf(field, path)];
}

function typeText(field: JsonObject): string {
  const { enum: allowed, anyOf, const: only, type, items, minimum, maximum } = field;
  if (Array.isArray(allowed)) return allowed.map((value) => `\`${JSON.stringify(value)}\``).join(" or ");
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  if (Array.isArray(anyOf))
    return anyOf.map((each) => (isJsonObject(each) ? typeText(each) : "")).join(" or ");
  if (type === "array") return isJsonObject(items) ? `list of ${typeText(items)}` : "list";
  const word = typeof type === "string" ? type : "any";
  const low = typeof minimum === "number" && minimum > Number.MIN_SAFE_INTEGER ? `≥ ${minimum}` : "";
  const high = typeof maximum === "number" && maximum < Number.MAX_SAFE_INTEGER ? `≤ ${maximum}` : "";
  return [word, [low, high].filter(Boolean).join(", ")].filter(Boolean).join(" ");
}
