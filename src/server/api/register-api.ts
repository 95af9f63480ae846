import type { FastifyInstance, FastifyRequest } from "fastify";
import { isJsonObject } from "../../core/json.ts";
import type { ApiDeps } from "./api-route.ts";
import { type AnyRoute, callRoute } from "./call-route.ts";
import { API_ROUTES } from "./routes.ts";

/** Serves the API beside the surfaces. Whoever is let in is known by then: `request.keyId`. */
export function registerApi(app: FastifyInstance, deps: ApiDeps): void {
  for (const each of Object.values(API_ROUTES)) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `callRoute` checks the input by the route's own schema
    const route = each as unknown as AnyRoute;
    app.route({
      method: route.method,
      url: route.path,
      handler: (request) => callRoute(route, deps, { input: inputOf(request), by: request.keyId }),
    });
  }
}

/** A body that is no object is passed on as it is, to be refused. */
function inputOf({ method, params, query, body }: FastifyRequest): unknown {
  const rest = method === "GET" ? query : (body ?? {});
  return isJsonObject(rest) && isJsonObject(params) ? { ...rest, ...params } : rest;
}
