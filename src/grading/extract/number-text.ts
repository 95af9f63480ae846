const FULL_WIDTH_OFFSET = 0xfee0;
const CURRENCY =
  /(?:\b(?:USD|EUR|GBP|CAD|AUD|US|CA|AU) ?)?[$€£¥₹] ?(?=[\d.+-])|\b(?:USD|EUR|GBP|CAD|AUD) ?(?=\d)/gu;
const FRACTION = /\\[dt]?frac ?(?:\{(-?[\d.,]{1,100})\}|(\d)) ?(?:\{([\d.,]{1,100})\}|(\d))/gu;

/** Rewrites the typographic and LaTeX forms of numbers as plain ones. Every pattern is bounded or a single pass. */
export function plainNumberText(text: string): string {
  const plain = text
    .replaceAll(/[０-９．，／]/gu, (char) =>
      String.fromCodePoint((char.codePointAt(0) ?? 0) - FULL_WIDTH_OFFSET),
    )
    .replaceAll(/[\u2010-\u2013\u2212\uFE63\uFF0D]/gu, "-")
    .replaceAll("\u2044", "/")
    .replaceAll("{,}", ",")
    .replaceAll(/\\[,!;: ]|\\left|\\right/gu, "")
    .replaceAll(/\\(?=[$%])/gu, "")
    .replaceAll("\\times", "×")
    .replaceAll(/\^ ?\{?\\circ\}?|°/gu, "")
    .replaceAll(/(?<=\d)[\u00A0\u2009\u202F'’_](?=\d{3}(?!\d))/gu, "")
    .replaceAll(FRACTION, " $1$2/$3$4 ")
    .replaceAll(/(?<=[-+]) (?=-?\d[\d.,]{0,100}\/)/gu, "")
    .replaceAll(/(?<=\d) {2,4}(?=\d)/gu, " ")
    .replaceAll(CURRENCY, "");
  return ONLY_SPACED_GROUPS.test(plain) ? plain.replaceAll(/(?<=\d) (?=\d{3})/gu, "") : plain;
}

/** `1 000` is one number only when it is all there is; in a sentence it may be two. */
const ONLY_SPACED_GROUPS = /^[^\p{L}\d]{0,20}\d{1,3}(?: \d{3})+(?:[.,]\d+)?[^\d]*$/u;
