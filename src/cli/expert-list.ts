import type { Capabilities, ExpertState } from "../experts/expert.ts";
import type { Toque } from "../main.ts";
import { type Column, renderTable } from "./output/table.ts";
import type { Terminal } from "./output/terminal.ts";
import { wrapWords } from "./output/wrap-words.ts";

/** Where the kind of each expert fits too. */
const WIDE_COLUMNS = 110;
const NAMES_CHARS_MAX = 40;
const NANO_USD = 1_000_000_000;

type Price = {
  readonly input: number | null;
  readonly output: number | null;
  /** US dollars a call costs whatever its length. */
  readonly call: number;
};

type ListedExpert = {
  readonly name: string;
  readonly type: string;
  readonly origin: string;
  readonly provider: string;
  readonly model: string;
  readonly state: ExpertState["status"];
  readonly reason: string | null;
  readonly capabilities: Capabilities;
  /** US dollars per million tokens, `null` when no price is known. */
  readonly price: Price | null;
};

type ListedMixture = {
  readonly name: string;
  readonly policy: string;
  readonly origin: string;
  readonly experts: readonly string[];
  readonly state: ExpertState["status"];
  readonly reason: string | null;
};

export type Listing = {
  readonly mixtures: readonly ListedMixture[];
  readonly experts: readonly ListedExpert[];
};

/** Who can answer, in which state, for the table, the JSON and the start of the server. */
export function listExperts(toque: Toque): Listing {
  const { settings } = toque;
  const models = toque.gateway.models();
  const mixtures = models.flatMap((model): ListedMixture[] => {
    if (model.type !== "mixture") return [];
    const origin = settings.mixtures.find((plan) => plan.name === model.name)?.origin ?? "config";
    const { name, policy, experts } = model;
    return [{ name, policy, origin, experts, state: model.state.status, reason: reasonOf(model.state) }];
  });
  const experts = models.flatMap((model): ListedExpert[] => {
    if (model.type !== "expert") return [];
    const plan = settings.experts.find((each) => each.name === model.name);
    const { name, provider, capabilities } = model;
    return [
      {
        name,
        type: plan?.kind.kind ?? "?",
        origin: plan?.origin ?? "config",
        provider,
        model: model.model,
        state: model.state.status,
        reason: reasonOf(model.state),
        capabilities,
        price: priceOf(toque, name),
      },
    ];
  });
  return { mixtures, experts };
}

function priceOf(toque: Toque, name: string): ListedExpert["price"] {
  const expert = toque.experts.find(name);
  const price = expert === null ? null : toque.priceOf(expert);
  if (price === null) return null;
  const { rates, callNanoUsd } = price;
  return { input: usdOf(rates.input), output: usdOf(rates.output), call: callNanoUsd / NANO_USD };
}

function usdOf(nanoUsd: number | null): number | null {
  return nanoUsd === null ? null : nanoUsd / NANO_USD;
}

function reasonOf(state: ExpertState): string | null {
  return "reason" in state ? state.reason : null;
}

/** The listing as two tables and the reasons of what cannot serve. */
export function listingText({ mixtures, experts }: Listing, terminal: Terminal): string {
  const state = (row: ListedExpert | ListedMixture): string => stateText(row.state, terminal);
  const wide = terminal.columns >= WIDE_COLUMNS;
  const expertColumns: readonly Column<ListedExpert>[] = [
    { title: "EXPERT", cell: (row) => row.name, flexible: "end" },
    { title: "STATE", cell: state },
    ...(wide ? [{ title: "TYPE", cell: (row: ListedExpert) => row.type }] : []),
    { title: "CAN", cell: (row) => capabilityText(row.capabilities) },
    { title: "CTX", cell: (row) => contextText(row.capabilities.contextTokensMax), right: true },
    { title: "$/M IN/OUT", cell: (row) => priceText(row.price), right: true },
  ];
  const mixtureColumns: readonly Column<ListedMixture>[] = [
    { title: "MIXTURE", cell: (row) => row.name },
    { title: "STATE", cell: state },
    { title: "POLICY", cell: (row) => row.policy, flexible: "start" },
    { title: "EXPERTS", cell: (row) => membersText(row, wide), flexible: "start" },
  ];
  const tables = [
    mixtures.length === 0 ? [] : heading(renderTable(mixtureColumns, mixtures, terminal.columns), terminal),
    experts.length === 0
      ? ["no experts"]
      : heading(renderTable(expertColumns, experts, terminal.columns), terminal),
    reasons([...mixtures, ...experts], terminal.columns),
  ];
  return tables
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** Names that do not fit would be cut in the middle; the table below has them anyway. */
function membersText({ experts }: ListedMixture, wide: boolean): string {
  const names = experts.join(", ");
  return wide || names.length <= NAMES_CHARS_MAX ? names : `${experts.length} experts`;
}

function heading([head = "", ...rows]: readonly string[], terminal: Terminal): readonly string[] {
  return [terminal.paint("bold", head), ...rows];
}

function reasons(rows: readonly (ListedExpert | ListedMixture)[], width: number): readonly string[] {
  return rows.flatMap(({ name, state, reason }) =>
    reason === null ? [] : wrapWords(`${name} is ${state}: ${reason}`, width),
  );
}

function stateText(state: ExpertState["status"], terminal: Terminal): string {
  switch (state) {
    case "ready":
      return terminal.paint("green", state);
    case "loading":
      return terminal.paint("yellow", state);
    case "disabled":
    case "unavailable":
      return terminal.paint("red", state);
  }
}

function capabilityText(capabilities: Capabilities): string {
  const words = [
    capabilities.tools ? "tools" : "",
    capabilities.jsonSchema ? "json" : "",
    capabilities.vision ? "see" : "",
    capabilities.reasoning ? "think" : "",
  ].filter(Boolean);
  return words.join(" ") || "text";
}

function contextText(tokens: number | null): string {
  if (tokens === null) return "?";
  if (tokens >= 1_000_000) return `${(tokens / 1_000_000).toFixed(1)}M`;
  return tokens >= 1_000 ? `${Math.round(tokens / 1_000)}k` : String(tokens);
}

function priceText(price: ListedExpert["price"]): string {
  if (price === null) return "?";
  const { input, output, call } = price;
  if (call === 0) return `${input ?? "?"}/${output ?? "?"}`;
  const perCall = `$${call}/call`;
  return input === 0 && output === 0 ? perCall : `${input ?? "?"}/${output ?? "?"} + ${perCall}`;
}
