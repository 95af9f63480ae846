import { AppError } from "../../../core/app-error.ts";
import type { Gateway } from "../../../gateway/gateway.ts";
import type { Model } from "../../../gateway/models.ts";

/** A model as OpenAI's list says it, what only Toque knows under one key of its own. */
export type ModelEntry = {
  readonly id: string;
  readonly object: "model";
  readonly created: number;
  readonly owned_by: string;
  readonly toque: Readonly<Record<string, unknown>>;
};

export type ModelList = { readonly object: "list"; readonly data: readonly ModelEntry[] };

/** GET /v1/models. `startedS`: when this server started, seconds since the epoch. */
export function modelList(gateway: Gateway, startedS: number): ModelList {
  return { object: "list", data: gateway.models().map((model) => entryOf(model, startedS)) };
}

/** GET /v1/models/{id}; ids may hold slashes. */
export function modelById(gateway: Gateway, id: string, startedS: number): ModelEntry {
  const model = gateway.models().find((one) => one.name === id);
  if (model === undefined)
    throw new AppError("unknown_model", `the model '${id}' does not exist`, {
      param: "model",
      hint: "GET /v1/models lists them",
    });
  return entryOf(model, startedS);
}

function entryOf(model: Model, startedS: number): ModelEntry {
  const { name, ...rest } = model;
  const ownedBy = model.type === "mixture" ? "toque" : model.provider;
  return { id: name, object: "model", created: startedS, owned_by: ownedBy, toque: rest };
}
