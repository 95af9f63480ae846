import { AppError } from "../../core/app-error.ts";
import type { ExpertTools } from "../expert.ts";
import type { Preset, Site } from "./presets.ts";

export type Endpoint = {
  readonly origin: string;
  readonly path: string;
  readonly keyName: string | null;
  /** `null` when none is needed or the variable is not set. */
  readonly key: string | null;
  readonly provider: string;
  /** Whether the address is this machine's own. */
  readonly loopback: boolean;
};

export type EndpointOptions = {
  readonly base_url?: string | undefined;
  readonly api_key_env?: string | undefined;
  readonly provider?: string | undefined;
};

const LOOPBACK_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Where an expert's requests go and with which key: what the config says, else the preset's row. */
export function resolveEndpoint(
  preset: Preset | null,
  options: EndpointOptions,
  tools: ExpertTools,
): Endpoint {
  const site = preset === null ? null : chooseSite(preset, tools);
  const baseUrl = options.base_url ?? site?.baseUrl;
  if (baseUrl === undefined) {
    throw new AppError("invalid_config", "an expert needs a preset or a base_url", {
      hint: "write preset: openai, or base_url: http://127.0.0.1:8000/v1",
    });
  }
  const url = readHttpUrl(baseUrl);
  const keyName = options.api_key_env ?? site?.keyName ?? null;
  const loopback = LOOPBACK_HOSTS.has(url.hostname);
  const local = loopback && preset?.selfHosted === true;
  return {
    origin: url.origin,
    path: `${url.pathname.replace(/\/+$/u, "")}/chat/completions${url.search}`,
    keyName,
    key: readKey(keyName, tools),
    provider: options.provider ?? (local ? "local" : (site?.provider ?? "custom")),
    loopback,
  };
}

/** A key pasted into a file often ends in a line break, which no header can hold. */
function readKey(keyName: string | null, tools: ExpertTools): string | null {
  const key = keyName === null ? "" : (tools.secret(keyName)?.trim() ?? "");
  return key === "" ? null : key;
}

function chooseSite(preset: Preset, tools: ExpertTools): Site {
  const withKey = preset.sites.find(
    (site) => site.keyName !== null && (tools.secret(site.keyName) ?? "") !== "",
  );
  return withKey ?? preset.sites[0];
}

function readHttpUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) {
    if (url.username === "" && url.password === "") return url;
    throw new AppError("invalid_config", "a base_url must not hold a password", {
      hint: "put the key into a variable and name it in api_key_env",
    });
  }
  throw new AppError("invalid_config", `${JSON.stringify(text)} is no http or https address`, {
    hint: "base_url looks like https://api.example.com/v1",
  });
}
