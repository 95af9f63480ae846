import { requests } from "./001-requests.ts";
import { learning } from "./002-learning.ts";
import type { Migration } from "./migration.ts";

/** Number n is element n - 1. Append only. */
export const MIGRATIONS: readonly Migration[] = [requests, learning];
