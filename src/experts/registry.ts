import { aiSdk } from "./ai-sdk/ai-sdk.ts";
import { echo } from "./echo/echo.ts";
import { gguf } from "./gguf/gguf.ts";
import { openaiCompatible } from "./openai-compatible/openai-compatible.ts";
import { recorded } from "./recorded/recorded.ts";

/** Every kind of expert. Adding one is its folder and its line here; config checks, help and docs read this. */
export const EXPERT_KINDS = [openaiCompatible, aiSdk, gguf, recorded, echo] as const;
