import { expect, test } from "vitest";
import { verifiedRow } from "./learner-testing.ts";
import { createRowStore } from "./row-store.ts";

const pairing = { mixture: "auto", experts: ["big", "small", "tiny"] };
const QUARTER_HOUR = 15 * 60;

function client(request: number, aside: readonly string[] = ["small", "tiny"]) {
  return verifiedRow({ request, expert: "big", right: true, aside });
}

function shadow(request: number, expert: string) {
  return verifiedRow({ request, expert, right: true, shadow: "drawn" });
}

const second = (seconds: number): number => seconds * 1e6;

test("a request is complete when everyone who was asked has spoken, in whatever order they do", () => {
  const store = createRowStore(pairing, 100);
  expect(store.add([client(1), shadow(1, "tiny")], second(2))).toEqual([]);
  expect(store.add([shadow(1, "small")], second(3))).toMatchObject([{ drawn: true }]);
  expect(store.add([client(2, ["tiny"]), shadow(2, "tiny")], second(4))).toHaveLength(1);
  expect(store.add([], second(1e6))).toEqual([]);
});

test("rows come in the order in which clients asked, however long the answers took", () => {
  const store = createRowStore(pairing, 100);
  const ids = (rows: ReturnType<typeof store.add>) => rows.map(({ requestId }) => requestId);
  expect(store.add([client(1, ["tiny"]), client(2, ["tiny"]), shadow(2, "tiny")], second(3))).toEqual([]);
  const later = store.add([shadow(1, "tiny")], second(4));
  expect(ids(later)).toEqual([client(1).requestId, client(2).requestId]);
});

test("of requests that nobody else is asked nothing waits, and what is said later of one that was is no new row", () => {
  const store = createRowStore(pairing, 1);
  const alone = Array.from({ length: 50 }, (_, index) => client(index, []));
  const late = verifiedRow({ request: 3, expert: "big", right: true, source: "feedback", aside: ["tiny"] });
  expect(store.add([...alone, late], second(60))).toEqual([]);
  expect(store.add([client(61, ["tiny"]), shadow(61, "tiny")], second(62))).toHaveLength(1);
});

test("an answer that does not come is waited for a quarter of an hour, and not longer", () => {
  const store = createRowStore(pairing, 100);
  store.add([client(1), shadow(1, "small")], second(2));
  expect(store.add([], second(QUARTER_HOUR))).toEqual([]);
  const [row] = store.add([], second(QUARTER_HOUR + 2));
  expect(row?.answers.map((answer) => answer?.score ?? null)).toEqual([1, 1, null]);
});

test("what was never asked on the side is no row", () => {
  const store = createRowStore(pairing, 100);
  store.add([client(1, [])], second(2));
  expect(store.add([], second(QUARTER_HOUR + 2))).toEqual([]);
});

test("of more than it may hold the oldest go first", () => {
  const store = createRowStore(pairing, 2);
  const rows = [1, 2, 3].flatMap((request) => [client(request), shadow(request, "small")]);
  expect(store.add(rows, second(4)).map(({ requestId }) => requestId)).toEqual([client(1).requestId]);
});
