import { defineConfig } from "vitest/config";

/**
 * `unit`: beside the code, in parallel. `whole`: real server processes over real sockets, one file at a time,
 * because on two cores a neighbour's load would turn into somebody's timeout.
 */
// oxlint-disable-next-line import/no-default-export -- vitest reads the default export
export default defineConfig({
  test: {
    projects: [
      {
        test: { name: "unit", include: ["src/**/*.test.ts", "bench/**/*.test.ts"], testTimeout: 20_000 },
      },
      {
        test: {
          name: "whole",
          include: ["tests/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
