import type { ConfigInput } from "./schema.ts";

/** What a config file may hold. */
export type ToqueConfig = ConfigInput;

/**
 * Gives a `toque.config.ts` its types; it changes nothing.
 * @example export default defineConfig({ server: { port: 8080 } });
 */
export function defineConfig(config: ToqueConfig): ToqueConfig {
  return config;
}
