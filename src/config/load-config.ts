import { existsSync, readFileSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigError } from "./config-error.ts";

const CONFIG_NAMES = ["toque.config.ts", "toque.config.json"] as const;

/** A config file's content before it is checked; `path` is `null` when there is no file and defaults apply. */
export type RawConfig = { readonly path: string | null; readonly baseDir: string; readonly content: unknown };

/** Reads the file that was named, or the one in the working folder, or none. */
export async function readConfigFile(workingDir: string, named: string | undefined): Promise<RawConfig> {
  const path = named === undefined ? findConfig(workingDir) : resolve(workingDir, named);
  if (path === null) {
    return { path: null, baseDir: workingDir, content: {} };
  }
  if (!existsSync(path)) {
    throw problem(path, `there is no such file; \`npx toque init\` writes ${CONFIG_NAMES[0]}`);
  }
  const content = extname(path) === ".json" ? readJson(path) : await importConfig(path);
  return { path, baseDir: dirname(path), content };
}

function findConfig(workingDir: string): string | null {
  const found = CONFIG_NAMES.map((name) => resolve(workingDir, name)).filter((path) => existsSync(path));
  if (found.length > 1) {
    throw problem(workingDir, `has both ${CONFIG_NAMES.join(" and ")}; keep one, or name one with --config`);
  }
  return found[0] ?? null;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw problem(path, `is not valid JSON: ${messageOf(error)}`);
  }
}

async function importConfig(path: string): Promise<unknown> {
  let module: unknown;
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    throw problem(path, `cannot be loaded: ${messageOf(error)}${placeOf(error, path)}`);
  }
  const content: unknown =
    typeof module === "object" && module !== null && "default" in module ? module.default : undefined;
  if (content === undefined) {
    throw problem(
      path,
      "exports no config; end it with `export default defineConfig({ … })` or `export default { … }`",
    );
  }
  return content;
}

/** A syntax error's line is in its stack only: `file:///…/toque.config.ts:12`. */
function placeOf(error: unknown, path: string): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  for (const name of [pathToFileURL(path).href, path]) {
    const start = stack.indexOf(`${name}:`);
    const line = start === -1 ? null : /^:(\d+)/u.exec(stack.slice(start + name.length));
    if (line !== null) return ` (line ${line[1]})`;
  }
  return "";
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .join(" ");
}

function problem(source: string, message: string): ConfigError {
  return new ConfigError(source, [{ path: "", value: null, message }]);
}
