import { echo } from "./echo/echo.ts";
import { openaiCompatible } from "./openai-compatible/openai-compatible.ts";

/** Every kind of expert. Adding one is its folder and its line here; config checks, help and docs read this. */
export const EXPERT_KINDS = [openaiCompatible, echo] as const;
