import { expect, it } from "vitest";
import { priceNameNotes } from "./price-names.ts";

const price = { inputPerMtok: null, outputPerMtok: null, usdPerCall: 1 };

it("prices none of which is for a model are refused, with what was probably meant", () => {
  expect(() => priceNameNotes({ "gpt4-turbo": price }, ["gpt-4-turbo", "poet"])).toThrow(
    expect.objectContaining({ code: "invalid_prices", hint: 'Did you mean gpt-4-turbo by "gpt4-turbo"?' }),
  );
  expect(() => priceNameNotes({ zzz: price }, ["poet"])).toThrow(
    expect.objectContaining({ hint: 'The outcomes have "poet".' }),
  );
});

it("a longer price list is fine, but a near miss is said", () => {
  expect(priceNameNotes({ poet: price, zzz: price }, ["poet", "counter"])).toEqual([]);
  expect(priceNameNotes({ poet: price, conter: price }, ["poet", "counter"])).toEqual([
    'counter has no price, but "conter", which is no model here, has one: is that the same?',
  ]);
  expect(priceNameNotes({}, ["poet"])).toEqual([]);
});
