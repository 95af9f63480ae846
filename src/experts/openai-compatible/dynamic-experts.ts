import { AppError } from "../../core/app-error.ts";
import type { Expert, ExpertTools } from "../expert.ts";
import { openaiCompatible } from "./openai-compatible.ts";
import { isPresetName, type PresetName, PRESETS, presetOf } from "./presets.ts";

/** Experts opened because a client named them; each is small, they share their vendor's connections. */
export const DYNAMIC_EXPERTS_MAX = 256;
const MODEL_ID = /^[\w.:@/+-]{1,256}$/u;

export type VendorModel = { readonly preset: PresetName; readonly model: string };

/** `openai/gpt-5.6-sol` or `openrouter/qwen/qwen3-32b`: a vendor of the table and one of its models. */
export function readVendorModel(id: string): VendorModel | null {
  const slash = id.indexOf("/");
  const preset = id.slice(0, Math.max(0, slash));
  const model = id.slice(slash + 1);
  return isPresetName(preset) && MODEL_ID.test(model) ? { preset, model } : null;
}

/** The models that need nothing but the keys that are set, as `vendor/model`: what a start without a config offers. */
export function offeredModels(tools: Pick<ExpertTools, "secret">): VendorModel[] {
  return Object.keys(PRESETS)
    .filter(isPresetName)
    .flatMap((preset) => {
      const { sites, models } = presetOf(preset);
      const hasKey = sites.some(
        ({ keyName }) => keyName !== null && (tools.secret(keyName) ?? "").trim() !== "",
      );
      return hasKey ? models.map(({ model }) => ({ preset, model })) : [];
    });
}

export type DynamicExperts = {
  /** The expert of a `vendor/model`, opened when first named; `null` when the name is none. */
  get(id: string): Expert | null;
  close(): Promise<void>;
};

/** Opens experts on demand, at most `expertsMax`: a client that makes names up cannot fill the memory. */
export function createDynamicExperts(
  tools: ExpertTools,
  expertsMax: number = DYNAMIC_EXPERTS_MAX,
): DynamicExperts {
  const experts = new Map<string, Expert>();
  return {
    get(id) {
      const known = experts.get(id);
      if (known !== undefined) return known;
      const named = readVendorModel(id);
      if (named === null) return null;
      if (experts.size >= expertsMax) {
        throw new AppError("unknown_model", `${id} is not opened: ${expertsMax} models were already named`, {
          hint: "list the models you use in the config",
        });
      }
      const expert = openaiCompatible.open(id, openaiCompatible.options.parse(named), tools);
      experts.set(id, expert);
      return expert;
    },
    async close() {
      const open = [...experts.values()];
      experts.clear();
      await Promise.all(open.map((expert) => expert.close?.()));
    },
  };
}
