/** A commented `toque.config.ts`. `typed` uses `defineConfig`, for folders from which Toque can be imported. */
export function configTemplate(options: { readonly typed: boolean }): string {
  const head = options.typed ? 'import { defineConfig } from "toque";\n\n' : "";
  const [open, close] = options.typed ? ["defineConfig({", "});"] : ["{", "};"];
  return `${head}// Everything here is optional: what you delete keeps its default.
// Keys of vendors stay in the environment (OPENAI_API_KEY, ANTHROPIC_API_KEY, ...), never in this file.
export default ${open}
  server: {
    // 127.0.0.1 serves this machine only; "0.0.0.0" opens Toque to your network (a key is asked for either way).
    host: "127.0.0.1",
    port: 4141,
    // Largest request body that is read.
    body_limit_bytes: 32 * 1024 * 1024,
  },

  // Folder for the ledger and the keys, relative to this file.
  data: ".toque",

  ledger: {
    // strict: a complete answer is recorded before its last byte leaves; batched: within 50 ms.
    mode: "strict",
    // What is kept of prompts and answers: "none", "hash" (of the prompt) or "full".
    record: "none",
    // More than one gateway? Set TOQUE_LEDGER_URL=postgres://... to record to PostgreSQL.
  },

  // Offer the starter experts that come with Toque, and the mixture \`auto\` over them.
  starter: true,
  // Offer a vendor's models (openai/..., anthropic/..., deepseek/...) when its key is in the environment.
  // They cost money, so they are never part of \`auto\` unless you write your own \`auto\` below.
  vendors: true,

  experts: {
    // A vLLM, SGLang, llama.cpp or other OpenAI-compatible server of your own:
    // "my-gpu": { type: "openai-compatible", base_url: "http://127.0.0.1:8000/v1", model: "Qwen/Qwen3-8B" },
    //
    // A GGUF file, run in this process:
    // "my-gguf": { type: "gguf", file: "./my-model.gguf" },
    //
    // An expert that repeats the question, for trying things out:
    // echo: { type: "echo" },
  },

  mixtures: {
    // Clients ask for a mixture by its name; each request goes to the expert that promises most.
    // frugal: { experts: ["my-gpu", "openai/gpt-5.1"], policy: { type: "thompson" } },
    //
    // With an objective the reference (here gpt-5.1) serves until Toque has proved, on your own requests with a check,
    // that others are no worse; "cascade" holds answers back until one stands.
    // proven: { experts: ["my-gpu", "openai/gpt-5.1"], objective: { match: "openai/gpt-5.1", within: "1pt" } },
  },

  prices: {
    // US dollars per million tokens, where the built-in price list is wrong or silent.
    // "my-gpu": { input: 0.05, output: 0.2 },
  },

  limits: {
    // A whole request, all attempts together; and the most calls to experts for one request.
    deadline_ms: 600_000,
    attempts_max: 3,
  },
${close}
`;
}
