import { availableParallelism } from "node:os";
import { canPin } from "./child-process.ts";

/** Which processor core each role runs on; `null` leaves it to the system. */
export type Cores = {
  readonly server: number | null;
  readonly upstream: number | null;
  readonly client: number | null;
};

/** The measured server has a core of its own; generator and upstream share the second where there are only two. */
export function chooseCores(): Cores {
  const count = availableParallelism();
  if (count < 2 || !canPin()) return { server: null, upstream: null, client: null };
  return { server: 0, upstream: 1, client: count > 2 ? 2 : 1 };
}
