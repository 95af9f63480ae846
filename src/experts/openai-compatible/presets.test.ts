import { describe, expect, test } from "vitest";
import { testTools } from "../test-tools.ts";
import { resolveEndpoint } from "./endpoint.ts";
import { openaiCompatible } from "./openai-compatible.ts";
import { isPresetName, PRESETS, presetOf } from "./presets.ts";

describe.each(Object.keys(PRESETS).filter(isPresetName))("the %s preset", (name) => {
  const preset = presetOf(name);

  test("leads to an address of this machine exactly when no key is needed", () => {
    for (const site of preset.sites) {
      expect(URL.parse(site.baseUrl)?.protocol).toBe(site.keyName === null ? "http:" : "https:");
      expect(site.baseUrl).not.toMatch(/\/$/u);
    }
    expect(preset.selfHosted).toBe(preset.sites[0].keyName === null);
  });

  test("opens with its key, at the site the key belongs to", async () => {
    for (const site of preset.sites) {
      const secrets = site.keyName === null ? {} : { [site.keyName]: "k\n" };
      const options = openaiCompatible.options.parse({ preset: name, model: "m" });
      const expert = openaiCompatible.open("x", options, testTools(secrets));
      expect(expert.state()).toEqual({ status: "ready" });
      expect(expert.provider).toBe(preset.selfHosted ? "local" : site.provider);
      expect(expert.worksOn).toBe(preset.selfHosted ? "this-machine" : "elsewhere");
      await expert.close?.();
    }
  });
});

describe("an address", () => {
  test("of the config wins over the preset's, wherever it ends", () => {
    const options = { base_url: "https://llm.example.com/v1/?tenant=a" };
    const endpoint = resolveEndpoint(presetOf("vllm"), options, testTools());
    expect(endpoint).toMatchObject({
      origin: "https://llm.example.com",
      path: "/v1/chat/completions?tenant=a",
      provider: "vllm",
      loopback: false,
    });
  });

  test.each(["ftp://x/v1", "file:///etc/passwd", "localhost:8000", "", "https://me:secret@x/v1"])(
    "%j is refused with what to write instead",
    (base_url) => {
      const open = (): unknown => resolveEndpoint(null, { base_url }, testTools());
      expect(open).toThrow(expect.objectContaining({ code: "invalid_config", hint: expect.any(String) }));
      expect(open).not.toThrow(/secret/u);
    },
  );

  test("or a preset is needed", () => {
    expect(() => resolveEndpoint(null, {}, testTools())).toThrow(/preset or a base_url/u);
  });
});
