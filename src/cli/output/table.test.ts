import { expect, test } from "vitest";
import { renderTable } from "./table.ts";

const rows = [
  { name: "short", reason: "none", count: "1" },
  { name: "vendor/a-rather-long-model-name", reason: "a reason that goes on for a while", count: "1,000" },
];

test("columns are as wide as their cells and no wider", () => {
  const columns = [
    { title: "NAME", cell: (row: (typeof rows)[number]) => row.name },
    { title: "N", cell: (row: (typeof rows)[number]) => row.count, right: true },
  ];
  expect(renderTable(columns, rows, 80)).toEqual([
    "NAME                                 N",
    "short                                1",
    "vendor/a-rather-long-model-name  1,000",
  ]);
});

test("a table wider than the terminal loses the less telling part of its flexible cells", () => {
  const columns = [
    { title: "NAME", cell: (row: (typeof rows)[number]) => row.name, flexible: "end" as const },
    { title: "REASON", cell: (row: (typeof rows)[number]) => row.reason, flexible: "start" as const },
    { title: "N", cell: (row: (typeof rows)[number]) => row.count, right: true },
  ];
  const lines = renderTable(columns, rows, 40);
  for (const line of lines) expect(line).toMatch(/^.{0,40}$/u);
  expect(lines.at(-1)).toMatch(/^….*model-name {2}a reason.*… {2}1,000$/u);
});
