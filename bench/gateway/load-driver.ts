import { fileURLToPath } from "node:url";
import { startChild } from "./child-process.ts";
import { loadResultSchema, type LoadJob, type LoadResult } from "./load-job.ts";

export type LoadDriver = { run(job: LoadJob): Promise<LoadResult>; stop(): Promise<void> };

/** The load client as a process of its own, one window at a time. */
export function startLoadDriver(core: number | null): LoadDriver {
  const child = startChild([process.execPath, fileURLToPath(new URL("load-client.ts", import.meta.url))], {
    core,
  });
  return {
    async run(job) {
      child.process.stdin?.write(`${JSON.stringify(job)}\n`);
      return loadResultSchema.parse(JSON.parse(await child.line()));
    },
    stop: () => child.stop(),
  };
}
