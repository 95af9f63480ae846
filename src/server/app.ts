import { fastify, type FastifyInstance } from "fastify";
import { AppError } from "../core/app-error.ts";
import type { Gateway } from "../gateway/gateway.ts";
import type { ApiDeps } from "./api/api-route.ts";
import { feedback } from "./api/feedback.ts";
import { registerApi } from "./api/register-api.ts";
import { adminOf, type Authenticate, type Caller, callerOf } from "./authenticate.ts";
import { asAppError, sendError } from "./send-error.ts";
import { chatCompletions } from "./surfaces/openai-chat/chat-completions.ts";
import { modelById, modelList } from "./surfaces/openai-models/models.ts";

export type AppDeps = {
  readonly gateway: Gateway;
  readonly api: ApiDeps;
  readonly authenticate: Authenticate;
  readonly bodyLimitBytes: number;
  readonly nowUs: () => number;
  readonly newId: (prefix: string) => string;
  /** Errors nobody else hears of: one line each, never a prompt or a key. */
  readonly log: (line: string) => void;
};

declare module "fastify" {
  interface FastifyRequest {
    receivedUs: number;
    keyId: string;
    /** The JSON `body` was parsed from. */
    bodyBytes: Buffer;
  }
}

const KEEP_ALIVE_MS = 75_000;
const HEADERS_TIMEOUT_MS = 60_000;
const REQUEST_TIMEOUT_MS = 300_000;

/** The HTTP server, not yet listening: `inject()` tests it without a port. */
export function buildApp(deps: AppDeps): FastifyInstance {
  const { gateway, nowUs } = deps;
  const startedS = Math.floor(nowUs() / 1_000_000);
  const app = fastify({
    bodyLimit: deps.bodyLimitBytes,
    genReqId: () => deps.newId("req"),
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    forceCloseConnections: "idle",
    exposeHeadRoutes: false,
    frameworkErrors: (error, _request, reply) => {
      const message = error.code === "FST_ERR_BAD_URL" ? "the URL is malformed" : "the request is malformed";
      void sendError(reply, new AppError("invalid_request", message, { cause: error }));
    },
  });
  app.decorateRequest("receivedUs", 0);
  app.decorateRequest("keyId", "");
  app.decorateRequest("bodyBytes");
  readJsonBodies(app);
  app.addHook("onRequest", (request, reply, done) => {
    request.receivedUs = nowUs();
    reply.header("x-request-id", request.id).header("x-toque-request-id", request.id);
    done();
  });
  app.setErrorHandler((thrown, _request, reply) => {
    const error = asAppError(thrown, deps.bodyLimitBytes);
    if (error.code === "internal") deps.log(`request ${reply.request.id}: ${describe(thrown)}`);
    return sendError(reply, error);
  });
  app.setNotFoundHandler((request, reply) =>
    sendError(reply, new AppError("unknown_route", `${request.method} ${request.url} is not served here`)),
  );
  app.get("/healthz", () => ({ status: "ok" }));
  app.get("/readyz", (_request, reply) => {
    if (gateway.ready()) return { status: "ready" };
    return reply
      .code(503)
      .header("retry-after", "1")
      .send({ status: "not ready", reason: "no expert can serve yet" });
  });
  void app.register((api, _options, done) => {
    letIn(api, (authorization) => adminOf(authorization, deps.authenticate));
    registerApi(api, deps.api);
    done();
  });
  void app.register((v1, _options, done) => {
    letIn(v1, (authorization) => callerOf(authorization, deps.authenticate));
    v1.post("/v1/chat/completions", (request, reply) => chatCompletions(gateway, request, reply));
    v1.post("/v1/feedback", (request) => feedback(gateway, request.body));
    v1.get("/v1/models", () => modelList(gateway, startedS));
    v1.get<{ Params: { "*": string } }>("/v1/models/*", (request) =>
      modelById(gateway, request.params["*"], startedS),
    );
    done();
  });
  return app;
}

/** Nothing is read of a request before it is known who sent it. */
function letIn(app: FastifyInstance, who: (authorization: string | undefined) => Caller): void {
  app.addHook("onRequest", (request, _reply, next) => {
    try {
      request.keyId = who(request.headers.authorization).keyId;
      next();
    } catch (error) {
      next(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** One parse of the body, whatever content type an old client claims, and our own error for broken JSON. */
function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => {
    try {
      request.bodyBytes = typeof body === "string" ? Buffer.from(body) : body;
      done(null, JSON.parse(request.bodyBytes.toString()));
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : "unreadable";
      done(new AppError("invalid_json", `the body is not valid JSON: ${message}`, { cause }));
    }
  });
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
