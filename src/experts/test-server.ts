import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

type ChatRequestSeen = {
  readonly body: Record<string, unknown>;
  readonly headers: IncomingMessage["headers"];
  readonly url: string;
};

export type TestServer = {
  readonly baseUrl: string;
  readonly seen: ChatRequestSeen[];
  /** Requests whose connection the client closed before the reply was complete. */
  abandoned: number;
  readonly close: () => Promise<void>;
};

type Handler = (request: ChatRequestSeen, reply: ServerResponse) => void | Promise<void>;

/** A real HTTP server on this machine, for tests of experts: what it answers is the test's business. */
export async function startTestServer(handler: Handler): Promise<TestServer> {
  const seen: ChatRequestSeen[] = [];
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const one = {
        body: JSON.parse(text === "" ? "{}" : text),
        headers: request.headers,
        url: request.url ?? "",
      };
      seen.push(one);
      void Promise.resolve(handler(one, reply)).catch(() => reply.destroy());
    });
    reply.on("close", () => {
      if (!reply.writableFinished) self.abandoned++;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const self: TestServer = {
    baseUrl: `http://127.0.0.1:${port}`,
    seen,
    abandoned: 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return self;
}
