import { testSuccessModel } from "./conformance.ts";
import { SUCCESS_MODEL_KINDS } from "./registry.ts";

for (const kind of SUCCESS_MODEL_KINDS) testSuccessModel(kind);
