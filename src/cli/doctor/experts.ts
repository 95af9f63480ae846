import type { Expert } from "../../experts/expert.ts";
import type { Finding } from "./finding.ts";

/** One line for all that can serve, one for each that cannot. */
export function expertFindings(experts: readonly Expert[]): readonly Finding[] {
  const ready = experts.filter((expert) => expert.state().status === "ready");
  const names = ready.map((expert) => expert.name).join(", ");
  const first: Finding =
    ready.length > 0
      ? { check: "experts", status: "ok", detail: `${ready.length} can serve: ${names}` }
      : {
          check: "experts",
          status: "fail",
          detail: "none can serve",
          advice:
            "set a vendor's key (OPENAI_API_KEY, ...) or add an expert to the config (`npx toque init`)",
        };
  const rest = experts.flatMap((expert): Finding[] => {
    const state = expert.state();
    if (!("reason" in state)) return [];
    const detail = `${expert.name} is ${state.status}: ${state.reason}`;
    return [{ check: "experts", status: state.status === "disabled" ? "warn" : "fail", detail }];
  });
  return [first, ...rest];
}

/** Which vendors' keys are in the environment, by name only. */
export function keysFinding(names: readonly string[], isSet: (name: string) => boolean): Finding {
  const set = names.filter(isSet);
  const detail =
    set.length === 0
      ? "no vendor's key is set; none is needed for the starter experts"
      : `set: ${set.join(", ")}`;
  return { check: "keys", status: "ok", detail };
}
