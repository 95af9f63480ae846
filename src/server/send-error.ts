import type { FastifyReply } from "fastify";
import { AppError } from "../core/app-error.ts";
import { openAiError, retryHeaders } from "./openai-error.ts";

/** Turns whatever was thrown into the error a client sees. Nothing of an unknown error's text leaks out. */
export function asAppError(thrown: unknown, bodyLimitBytes: number): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new AppError("body_too_large", `the body is larger than ${bodyLimitBytes} bytes`, {
        hint: "send less, or raise server.body_limit_bytes",
      });
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new AppError("invalid_request", "the content type is not application/json", {
        hint: "send the header content-type: application/json",
      });
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return new AppError("invalid_request", "the body is not as long as content-length says");
    default:
      return new AppError("internal", "something went wrong in Toque; the server's log says what", {
        cause: thrown,
      });
  }
}

/** Sends an error. What an expert said when it refused is handed on as it came: same dialect, same words. */
export function sendError(reply: FastifyReply, error: AppError): FastifyReply {
  reply.code(error.status).headers(retryHeaders(error));
  const { upstream } = error;
  if (error.code === "expert_refused" && upstream?.body && upstream.contentType?.includes("json"))
    return reply.header("content-type", "application/json; charset=utf-8").send(upstream.body);
  return reply.send(openAiError(error));
}
