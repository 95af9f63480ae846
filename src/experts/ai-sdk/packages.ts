import { isBuiltin } from "node:module";
import type { ProviderV4 } from "@ai-sdk/provider";
import { AppError } from "../../core/app-error.ts";

/** A provider package: how it is loaded, what makes its provider, where its key is. */
type PackageRow = {
  readonly load: () => Promise<Readonly<Record<string, unknown>>>;
  readonly factory: string;
  readonly keyNames: readonly string[];
  /** The vendor's id in price lists. */
  readonly provider: string;
};

/** The packages that ship with Toque; any other that is installed beside it can be named in the config. */
export const SHIPPED_PACKAGES: Readonly<Record<string, PackageRow>> = {
  "@ai-sdk/anthropic": {
    load: () => import("@ai-sdk/anthropic"),
    factory: "createAnthropic",
    keyNames: ["ANTHROPIC_API_KEY"],
    provider: "anthropic",
  },
  "@ai-sdk/google": {
    load: () => import("@ai-sdk/google"),
    factory: "createGoogleGenerativeAI",
    keyNames: ["GEMINI_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"],
    provider: "google",
  },
};

const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/u;
const PACKAGE_NAME_CHARACTERS_MAX = 214;

/** A name from the npm registry: never a path, an address or one of Node's own modules. */
export function isPackageName(name: string): boolean {
  return name.length <= PACKAGE_NAME_CHARACTERS_MAX && PACKAGE_NAME.test(name) && !isBuiltin(name);
}

export type FactoryChoice = { readonly package: string; readonly factory?: string | undefined };

/** Loads the package and makes its provider with these settings. */
export async function openProvider(choice: FactoryChoice, settings: object): Promise<ProviderV4> {
  const shipped = SHIPPED_PACKAGES[choice.package];
  const module = shipped === undefined ? await importInstalled(choice.package) : await shipped.load();
  const factory = findFactory(module, choice, shipped);
  const provider: unknown = factory(settings);
  if (isProvider(provider)) return provider;
  throw new AppError("expert_unavailable", `${choice.package} made no provider of the AI SDK's version 4`, {
    retryable: false,
    hint: "install a version of the package that fits AI SDK 7 or later",
  });
}

async function importInstalled(name: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(name);
  } catch (error) {
    throw new AppError("expert_unavailable", `the package ${name} cannot be loaded`, {
      retryable: false,
      hint: `install it beside Toque: npm install ${name}`,
      cause: error,
    });
  }
}

type Factory = (settings: object) => unknown;

function findFactory(
  module: Readonly<Record<string, unknown>>,
  choice: FactoryChoice,
  shipped: PackageRow | undefined,
): Factory {
  const names = Object.keys(module).filter((name) => /^create[A-Z]/u.test(name));
  const name = choice.factory ?? shipped?.factory ?? (names.length === 1 ? names[0] : undefined);
  const factory = name === undefined ? undefined : module[name];
  if (isFactory(factory)) return factory;
  throw new AppError(
    "expert_unavailable",
    `${choice.package} has no factory ${name ?? "that can be guessed"}`,
    {
      retryable: false,
      hint: `set factory to one of: ${names.join(", ")}`,
    },
  );
}

function isFactory(value: unknown): value is Factory {
  return typeof value === "function";
}

function isProvider(value: unknown): value is ProviderV4 {
  const isOne = (typeof value === "object" || typeof value === "function") && value !== null;
  return (
    isOne &&
    "languageModel" in value &&
    "specificationVersion" in value &&
    value.specificationVersion === "v4"
  );
}
