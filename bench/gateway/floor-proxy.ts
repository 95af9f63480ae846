import { Agent, createServer, request as httpRequest } from "node:http";
import { parseArgs } from "node:util";

/**
 * The floor: the least a gateway written with `node:http` can do. Keep-alive to both sides, no delay, bytes
 * piped both ways, nothing read, nothing recorded, nothing decided.
 */
const { values } = parseArgs({
  options: { port: { type: "string", default: "0" }, upstream: { type: "string", default: "" } },
});
const upstream = new URL(values.upstream);
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

const server = createServer({ noDelay: true }, (request, response) => {
  const forwarded = httpRequest(
    {
      agent,
      host: upstream.hostname,
      port: upstream.port,
      method: request.method,
      path: request.url,
      headers: { ...request.headers, host: upstream.host },
    },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  forwarded.on("error", () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  });
  response.on("close", () => {
    if (!response.writableFinished) forwarded.destroy();
  });
  request.pipe(forwarded);
});

server.listen(Number(values.port), "127.0.0.1", () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  process.stdout.write(`${JSON.stringify({ port: address.port })}\n`);
});
