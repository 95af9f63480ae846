import { describe, expect, it } from "vitest";
import { NO_FEATURES } from "../../router/features/features.ts";
import type { OutcomeTable } from "../../router/learner/outcome-table.ts";
import { baselineSeries, upperHull } from "./frontier-baselines.ts";
import { frontierPage } from "./frontier-page.ts";
import type { Frontier, FrontierPoint } from "./frontier.ts";

const NONE = Number.NaN;

/** Four questions, three models; the dear one is right but once, nobody graded the free one on the last. */
const TABLE: OutcomeTable = {
  experts: ["cheap", "dear", "odd"],
  questions: ["a", "b", "c", "d"].map((id) => ({ id, group: id, features: NO_FEATURES })),
  score: Float64Array.of(1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0, NONE),
  costUsd: Float64Array.of(1, 10, 2, 1, 10, 2, 1, 10, 2, 1, 10, NONE),
  latencyMs: new Float64Array(12).fill(NONE),
  answerClass: new Int32Array(12).fill(-2),
};
const ROWS = Int32Array.of(0, 1, 2, 3);

function series(name: string, unit: "usd" | "calls" = "usd"): readonly FrontierPoint[] {
  const all = baselineSeries({ table: TABLE, rows: ROWS, unit, reference: 1 });
  return all.find((each) => each.name === name)?.points ?? [];
}

describe("what a frontier shows without learning", () => {
  it("single models with their means over what is known", () => {
    const shown = series("single models").map(({ label, accuracy, cost }) => ({ label, accuracy, cost }));
    expect(shown).toEqual([
      { label: "cheap", accuracy: 0.5, cost: 1 },
      { label: "dear", accuracy: 0.75, cost: 10 },
      { label: "odd", accuracy: 1 / 3, cost: 2 },
    ]);
    expect(series("single models")[0]?.difference?.mean).toBe(-0.25);
    expect(series("single models")[1]?.difference).toBeNull();
  });
  it("an oracle that is right at the lowest cost, and a draw that is right on average", () => {
    expect(series("oracle")[0]).toMatchObject({ accuracy: 1, cost: (1 + 10 + 2 + 1) / 4 });
    expect(series("uniform draw")[0]?.accuracy).toBeCloseTo((2 / 3 + 1 / 3 + 2 / 3 + 1 / 2) / 4, 12);
  });
  it("calls where no cost is known", () => {
    expect(series("single models", "calls").map(({ cost }) => cost)).toEqual([1, 1, 1]);
  });
  it("the hull of what mixtures by chance can do", () => {
    const hull = upperHull([
      at(4, 0.9),
      at(1, 0.5),
      at(2, 0.6),
      at(3, 0.85),
      at(5, 0.8),
      at(1, 0.3),
      at(NONE, 1),
    ]);
    expect(hull.map(({ cost }) => cost)).toEqual([1, 3, 4]);
  });
});

describe("the page", () => {
  it("holds everything it needs: no script, no link, nothing loaded", () => {
    const page = frontierPage(frontier("usd"));
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|href=|src=|https?:/iu);
    expect(page).toMatch(/<svg[^>]+role="img" aria-labelledby=/u);
    expect(page).toMatch(
      /<title>single models: dear\n75.0 % right \(95 %: .*\n\$1.00e\+4 per 1,000 questions<\/title>/u,
    );
  });
  it("says what a model's name is, whatever it holds", () => {
    const page = frontierPage(frontier("usd", `<b onload="x">&`));
    expect(page).not.toContain("<b onload");
    expect(page).toContain("&lt;b onload=&quot;x&quot;&gt;&amp;");
  });
  it("never draws a mark outside the picture or at no place", () => {
    for (const unit of ["usd", "calls"] as const) {
      const page = frontierPage(frontier(unit));
      expect(page).not.toMatch(/NaN|Infinity|undefined/u);
      for (const [, x, y] of page.matchAll(/<circle cx="([\d.-]+)" cy="([\d.-]+)" r="5"\/><text/gu)) {
        expect(Number(x)).toBeGreaterThan(0);
        expect(Number(x)).toBeLessThan(920);
        expect(Number(y)).toBeGreaterThan(0);
        expect(Number(y)).toBeLessThan(620);
      }
    }
  });
});

function at(cost: number, accuracy: number): FrontierPoint {
  return { label: `${cost}`, accuracy, cost, interval: [0, 1], calls: 1, difference: null };
}

function frontier(unit: Frontier["unit"], name = "cheap"): Frontier {
  const table = { ...TABLE, experts: [name, "dear", "odd"] };
  return {
    reference: "dear",
    questions: 4,
    learntFrom: 6,
    unit,
    notes: [`about ${name}`],
    series: baselineSeries({ table, rows: ROWS, unit, reference: 1 }),
  };
}
