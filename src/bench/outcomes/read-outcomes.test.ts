import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { afterAll, describe, expect, it, test } from "vitest";
import { AppError } from "../../core/app-error.ts";
import { readOutcomes } from "./read-outcomes.ts";
import type { ReadOptions } from "./read-outcomes.ts";

const folder = mkdtempSync(join(tmpdir(), "toque-outcomes-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(content: string | Buffer): string {
  const path = join(folder, `${(files += 1)}.jsonl`);
  writeFileSync(path, content);
  return path;
}

function read(paths: readonly string[], options: Partial<ReadOptions> = {}) {
  return readOutcomes({
    files: paths,
    models: null,
    hideSubtask: false,
    keepContaminated: false,
    ...options,
  });
}

type Loose = Readonly<Record<string, unknown>>;

function row(fields: Loose = {}, outcomes: Loose = { a: { correct: 1 }, b: { correct: 0 } }): string {
  return JSON.stringify({ task: "t", id: "q1", prompt: "How much is 1 + 1?", outcomes, ...fields });
}

async function familyOf(fields: Loose, hideSubtask: boolean): Promise<string | null | undefined> {
  return (await read([file(row(fields))], { hideSubtask })).questions[0]?.features.family;
}

describe("reading outcome files", () => {
  it("reads text and gzip alike, whatever the name, across chunks and without a last line end", async () => {
    const lines = Array.from({ length: 3_000 }, (_, index) =>
      row({
        id: `q${index}`,
        prompt: `Question ${index}: ${"éß漢 ".repeat(60)}`,
        subtask: "s",
        extra: { x: 1 },
      }),
    ).join("\n");
    const plain = await read([file(lines)]);
    const packed = await read([file(gzipSync(`${lines}\r\n\n`))]);
    expect(plain.questions).toHaveLength(3_000);
    expect(packed).toEqual(plain);
    expect(plain.models).toEqual(["a", "b"]);
    expect(plain.questions[7]).toMatchObject({ id: "q7", task: "t", features: { family: "s" } });
  });

  it("takes grades, answers, tokens and costs as they are, and what is missing as unknown", async () => {
    const outcomes = {
      a: { score: 0.25, pred: "B", input_tokens: 10, output_tokens: 0, cost_usd: 0, latency_s: 1.5 },
      b: { correct: true, pred: null, output_chars: 3 },
      c: { correct: null },
      d: { correct: 0, pred: "x", no_answer: 1 },
      e: { correct: 1, pred: [1, { x: 2 }] },
    };
    const { questions } = await read([file(row({}, outcomes))]);
    const nothing = {
      answer: undefined,
      costUsd: NaN,
      inputTokens: NaN,
      outputTokens: NaN,
      outputChars: NaN,
      latencyMs: NaN,
    };
    expect([...(questions[0]?.outcomes ?? [])]).toEqual([
      [
        "a",
        {
          ...nothing,
          score: 0.25,
          answer: "B",
          inputTokens: 10,
          outputTokens: 0,
          costUsd: 0,
          latencyMs: 1_500,
        },
      ],
      ["b", { ...nothing, score: 1, answer: null, outputChars: 3 }],
      ["c", { ...nothing, score: NaN }],
      ["d", { ...nothing, score: 0, answer: null }],
      ["e", { ...nothing, score: 1, answer: '[1,{"x":2}]' }],
    ]);
  });

  it("the family is the subtask, the task when there is none or when it is hidden", async () => {
    expect(await familyOf({ subtask: "algebra" }, false)).toBe("algebra");
    expect(await familyOf({ subtask: "algebra" }, true)).toBe("t");
    expect(await familyOf({ subtask: null }, false)).toBe("t");
  });

  it("drops a row that says the same again, and joins models from several files", async () => {
    const first = file([row(), row()].join("\n"));
    const second = file([row({}, { c: { correct: 1 } }), row({}, { a: { correct: 1 } })].join("\n"));
    const { questions, models, duplicates } = await read([first, second]);
    expect(questions).toHaveLength(1);
    expect([...(questions[0]?.outcomes.keys() ?? [])]).toEqual(["a", "b", "c"]);
    expect({ models, duplicates }).toEqual({ models: ["a", "b", "c"], duplicates: 2 });
  });
});

describe("rows that are left out, and questions that belong together", () => {
  it("leaves contaminated rows out unless they are asked for, and says how many", async () => {
    const path = file([row(), row({ id: "q2", contaminated: 1 })].join("\n"));
    expect(await read([path])).toMatchObject({ contaminated: 1, questions: [{ id: "q1" }] });
    expect((await read([path], { keepContaminated: true })).questions).toHaveLength(2);
  });

  it("looks only at the outcomes of the models it is asked for", async () => {
    const path = file(row({}, { a: { correct: 1 }, b: { correct: 7 } }));
    const { questions, models } = await read([path], { models: ["a"] });
    expect([...(questions[0]?.outcomes.keys() ?? [])]).toEqual(["a"]);
    expect(models).toEqual(["a", "b"]);
  });

  it("groups a question with its twin in another benchmark", async () => {
    const stem = "Which planet is known as the red planet?";
    const prompts = [
      `${stem}\nA. Mars\nB. Venus\nAnswer:`,
      `${stem} \nA. Venus\nB. Mars\nC. Pluto`,
      stem.toUpperCase(),
      "Which planet is known as the blue planet?\nA. Mars",
      "1 + 1 = 2?\nA. yes",
      "1 - 1 = 2?\nA. yes",
    ];
    const { questions } = await read([file(prompts.map((prompt, id) => row({ id, prompt })).join("\n"))]);
    const groups = questions.map(({ group }) => group);
    expect(new Set(groups.slice(0, 3)).size).toBe(1);
    expect(new Set(groups).size).toBe(4);
  });
});

const BAD: readonly (readonly [what: string, content: string | Buffer, says: RegExp])[] = [
  ["nothing", "", /There are no outcomes/u],
  ["blank lines", "\n\n \n", /There are no outcomes/u],
  ["an empty gzip file", gzipSync(""), /There are no outcomes/u],
  ["only contaminated rows", row({ contaminated: 1 }), /no outcomes.*but 1 that are marked/u],
  ["no JSON", `${row()}\nnonsense`, /:2: is not JSON/u],
  ["a list", "[1]", /:1: the row: /u],
  ["NaN", row().replace('"correct":1', '"score":NaN'), /:1: NaN is no JSON; leave out/u],
  ["Infinity", row().replace('"correct":1', '"cost_usd":-Infinity'), /:1: -Infinity is no JSON/u],
  ["a row without id", row({ id: undefined }), /:1: id: /u],
  ["a row without prompt", row({ prompt: undefined }), /:1: prompt: /u],
  ["a row without outcomes", row({ outcomes: undefined }), /:1: outcomes: /u],
  ["a score above 1", row({}, { a: { score: 1.5 } }), /:1: outcomes\.a\.score: /u],
  ["a negative score", row({}, { a: { score: -0.1 } }), /outcomes\.a\.score/u],
  ["a grade that is none", row({}, { a: { correct: 2 } }), /outcomes\.a\.correct: must be 0 or 1/u],
  ["a number as text", row({}, { a: { correct: 1, cost_usd: "0.1" } }), /outcomes\.a\.cost_usd/u],
  ["negative tokens", row({}, { a: { correct: 1, output_tokens: -1 } }), /outcomes\.a\.output_tokens/u],
  ["an outcome that is none", row({}, { a: 1 }), /outcomes\.a/u],
  ["right and wrong at once", row({}, { a: { correct: 1, score: 0 } }), /outcomes\.a\.correct: says both/u],
  [
    "contradictory labels",
    [row(), row({}, { a: { correct: 0 } })].join("\n"),
    /:2: a has two different outcomes on q1: 1 and 0/u,
  ],
  [
    "one id for two questions",
    [row(), row({ prompt: "Something else" })].join("\n"),
    /:2: the id q1 stands for two/u,
  ],
  [
    "a gzip file that was cut",
    gzipSync(
      Array.from({ length: 500 }, (_, id) => row({ id, prompt: String(Math.sin(id)) })).join("\n"),
    ).subarray(0, 2_000),
    /gzip file is damaged or cut off after line \d+/u,
  ],
  [
    "a gzip file that is damaged",
    Buffer.concat([gzipSync(row()).subarray(0, 12), Buffer.alloc(40, 7)]),
    /damaged or cut/u,
  ],
  [
    "a line without end",
    `{"task":"${"x".repeat(65 * 2 ** 20)}`,
    /:1: the line has more than \d+ characters/u,
  ],
  [
    "too many models",
    row({}, Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`m${index}`, { correct: 1 }]))),
    /:1: there are more than 256 models/u,
  ],
];

test.each(["a", " ", "\n", "\nA. ", "\nanswer", "é", "\u{1f600}", "\ud800", "("])(
  "a prompt of three million characters, all of them %j, is read",
  async (piece) => {
    const prompt = piece.repeat(3_000_000 / piece.length);
    const { questions } = await read([
      file([row({ prompt }), row({ prompt: `${prompt} `, id: "q2" })].join("\n")),
    ]);
    expect(questions.map(({ promptChars }) => promptChars)).toEqual([prompt.length, prompt.length + 1]);
    expect(questions[0]?.group).not.toBe(questions[1]?.group);
  },
);

describe("an outcome file with", () => {
  it.each(BAD)("%s is refused, with the place", async (_, content, says) => {
    const path = file(content);
    await expect(read([path])).rejects.toMatchObject({
      code: "invalid_outcomes",
      message: expect.stringMatching(says),
    });
    await expect(read([path])).rejects.toThrow(path);
  });

  it("no file at all is named", async () => {
    await expect(read(["/nowhere/x.jsonl"])).rejects.toMatchObject({
      code: "invalid_outcomes",
      message: "There is no file /nowhere/x.jsonl",
    });
    await expect(read([folder])).rejects.toMatchObject({ code: "invalid_outcomes" });
  });

  it("any bytes is read or refused with a code, never otherwise", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom("", row(), "\u{1f}\u{8b}"),
        async (bytes, before) => {
          const path = file(Buffer.concat([Buffer.from(before, "latin1"), bytes]));
          const said = await read([path]).then(
            ({ questions }) => questions[0]?.id,
            (error: unknown) => (error instanceof AppError ? error.code : error),
          );
          expect(["q1", "invalid_outcomes"]).toContain(said);
        },
      ),
      { seed: 5, numRuns: 60 },
    );
  });
});
