/** Test program: opens every file named on the command line and prints its state, one JSON line each. */
import { testTools } from "../test-tools.ts";
import { gguf } from "./gguf.ts";

for (const file of process.argv.slice(2)) {
  const expert = gguf.open("tiny", gguf.options.parse({ file, gpu: false, context_tokens: 64 }), testTools());
  while (expert.state().status === "loading") await new Promise((resolve) => setTimeout(resolve, 1));
  process.stdout.write(`${JSON.stringify(expert.state())}\n`);
  await expert.close?.();
}
