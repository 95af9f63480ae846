import { InvalidPromptError, UnsupportedFunctionalityError } from "@ai-sdk/provider";
import { expect, test } from "vitest";
import { secretHider } from "../hide-secrets.ts";
import { errorFromSdk } from "./sdk-error.ts";

const CONTEXT = {
  expert: "sdk",
  keyName: "KEY",
  hide: secretHider(["sk-secret"]),
  nowMs: 0,
  begun: false,
};

test("what a package cannot do another model might, a prompt that makes no sense none", () => {
  const unsupported = new UnsupportedFunctionalityError({ functionality: "images" });
  expect(errorFromSdk(unsupported, CONTEXT)).toMatchObject({ code: "expert_refused", elsewhere: true });
  const senseless = new InvalidPromptError({ prompt: "", message: "empty" });
  expect(errorFromSdk(senseless, CONTEXT)).toMatchObject({ code: "expert_refused", elsewhere: false });
});

test("our key stays here, whatever is thrown and when", () => {
  const thrown = [new Error("bad sk-secret"), new TypeError("bad sk-secret"), { message: "bad sk-secret" }];
  for (const error of [...thrown, "bad sk-secret"])
    for (const begun of [false, true])
      expect(errorFromSdk(error, { ...CONTEXT, begun }).message).toMatch(/: bad \[key\]$/u);
});
