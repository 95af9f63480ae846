import { AppError } from "../../core/app-error.ts";
import { closestName } from "./closest-name.ts";
import type { Prices } from "./prices.ts";

const NAMES_MAX = 8;

/**
 * Says where prices and models are called differently: a price list may hold more models than were asked, but one that
 * holds none of them is the wrong list. One sentence for each model without a price that a near name has.
 */
export function priceNameNotes(prices: Prices, models: readonly string[]): readonly string[] {
  const priced = Object.keys(prices);
  if (priced.length === 0) return [];
  const unused = priced.filter((name) => !models.includes(name));
  const meant = models
    .filter((model) => !priced.includes(model))
    .flatMap((model) => {
      const near = closestName(model, unused);
      return near === null ? [] : [{ model, near }];
    });
  if (unused.length < priced.length)
    return meant
      .slice(0, NAMES_MAX)
      .map(
        ({ model, near }) =>
          `${model} has no price, but ${JSON.stringify(near)}, which is no model here, has one: is that the same?`,
      );
  const [first] = meant;
  throw new AppError(
    "invalid_prices",
    `None of the prices is for a model of the outcomes: they name ${quoted(priced)}`,
    {
      hint:
        first === undefined
          ? `The outcomes have ${quoted(models)}.`
          : `Did you mean ${first.model} by ${JSON.stringify(first.near)}?`,
    },
  );
}

function quoted(names: readonly string[]): string {
  const more = names.length - NAMES_MAX;
  const shown = names.slice(0, NAMES_MAX).map((name) => JSON.stringify(name));
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
