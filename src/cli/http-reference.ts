import { z } from "zod";
import { fieldTable } from "../config/config-reference.ts";
import { API_ROUTES } from "../server/api/routes.ts";

/** `docs/reference/http.md`, written from the routes that serve it, so that it cannot be out of date. */
export function httpReference(): string {
  return [
    "# HTTP",
    "",
    "<!-- Written by `npm run reference` from src/server/api. Do not edit. -->",
    "",
    "Every address but `/healthz` and `/readyz` needs `Authorization: Bearer <key>`. An error is",
    "`{error: {message, type, param, code}}` with a `code` that does not change.",
    "",
    "## Asking",
    "",
    "| address | |",
    "|---|---|",
    ...ASKING.map(([address, what]) => `| \`${address}\` | ${what} |`),
    "",
    "## Looking and changing",
    "",
    "These need the admin key. Names are in snake_case; times ending in `_us` are microseconds since the epoch (or a",
    "duration), money ending in `_nano_usd` is nano-dollars, energy ending in `_mj` millijoules. What is unknown is `null`.",
    "An integer too large for a JSON number is text. A page's `next`, unless `null`, is the next page's `before`. Names in a",
    "path are percent-encoded (`team/auto` is `team%2Fauto`). Fields that are not in the path go into the query of a GET,",
    "into the JSON body of a POST.",
    "",
    ...Object.values(API_ROUTES).flatMap(routeSection),
  ].join("\n");
}

const ASKING = [
  ["POST /v1/chat/completions", "OpenAI's Chat Completions; besides, `toque: {task, check}`"],
  ["POST /v1/feedback", "a verdict on an answer: `request_id` and `correct` or `score`, `comment`"],
  ["GET /v1/models", "mixtures and experts"],
  ["GET /v1/models/<name>", "one of them"],
  ["GET /healthz", "this process lives"],
  ["GET /readyz", "an expert can serve"],
] as const;

type Route = (typeof API_ROUTES)[keyof typeof API_ROUTES];

function routeSection({ method, path, summary, reply, input }: Route): readonly string[] {
  const table = input instanceof z.ZodObject ? fieldTable(input, []) : [];
  return [
    `### \`${method} ${path}\``,
    "",
    summary,
    "",
    ...(table.length > 2 ? [...table, ""] : []),
    `Reply: ${reply}`,
    "",
  ];
}
