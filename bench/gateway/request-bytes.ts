import type { LoadJob } from "./load-job.ts";

const LARGE_TURNS = 60;
const LARGE_TURN_CHARS = 2_500;

/** The request as bytes, built once: the client only writes them. */
export function requestBytes(job: LoadJob): Buffer {
  const body = JSON.stringify({
    model: job.model,
    messages: job.body === "150kB" ? longConversation() : SHORT_CONVERSATION,
    temperature: 0,
    ...(job.body === "stream" ? { stream: true } : {}),
  });
  const headers = { "content-type": "application/json", host: `127.0.0.1:${job.port}`, ...job.headers };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(
    `POST ${job.path} HTTP/1.1\r\n${lines.join("")}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

const SHORT_CONVERSATION = [
  { role: "system", content: "Answer in one sentence." },
  {
    role: "user",
    content: "A train leaves at 9:40 and arrives at 13:05. How long is the journey in minutes?",
  },
];

/** What an agent sends: many turns of text and code, with the quotes and line ends that make JSON costly. */
function longConversation(): readonly { role: string; content: string }[] {
  const line =
    'const total = items.filter((item) => item.name !== "none").map(price).reduce(add, 0);\n\t// naïve – ok\n';
  const turn = line.repeat(Math.ceil(LARGE_TURN_CHARS / line.length)).slice(0, LARGE_TURN_CHARS);
  return Array.from({ length: LARGE_TURNS }, (_, index) => ({
    role: index % 2 === 0 ? "user" : "assistant",
    content: `${index}: ${turn}`,
  }));
}
