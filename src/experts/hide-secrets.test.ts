import { describe, expect, test } from "vitest";
import { secretHider, secretsOf } from "./hide-secrets.ts";

const KEY = "sk-a/b-secret";
const hider = secretHider(
  secretsOf(KEY, { "x-api-key": "other-secret", authorization: "Basic dXNlcjpwYXNz" }),
);

describe("what a provider said", () => {
  test("loses our key and the secrets of our headers", () => {
    expect(hider.text(`bad key ${KEY}, header Basic dXNlcjpwYXNz (dXNlcjpwYXNz), other-secret`)).toBe(
      "bad key [key], header [key] ([key]), [key]",
    );
    expect(hider.bytes(Buffer.from(`{"message":"Bearer ${KEY}"}`)).toString()).toBe(
      '{"message":"Bearer [key]"}',
    );
  });

  test("loses a key that is written with escapes", () => {
    for (const escaped of [String.raw`sk-a\/b-secret`, String.raw`sk\u002da/b-secret`]) {
      const body = Buffer.from(`{"error":{"message":"bad ${escaped}"}}`);
      expect(hider.bytes(body).toString()).toBe('{"error":{"message":"bad [key]"}}');
    }
  });

  test("keeps its bytes when there is nothing to hide, and words that are no secrets", () => {
    const body = Buffer.from(String.raw`{ "message" : "caf\u00e9\/none" }`);
    expect(hider.bytes(body)).toBe(body);
    expect(secretHider(["none"]).text("there is none")).toBe("there is none");
    expect(secretHider(secretsOf(null, { "openai-organization": "org-name" })).text("org-name")).toBe(
      "org-name",
    );
  });
});
