import { gradeAnswer } from "../../grading/grade.ts";

type Check = Parameters<typeof gradeAnswer>[0];

/**
 * Grades JSON lines `{check, output}` into JSON lines `{correct, reason}`, in order. It is the reward of the training
 * recipes: training, benchmark and live traffic share one definition of correct.
 */
export async function* gradeLines(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) {
    if (line.trim() === "") continue;
    const parsed: unknown = JSON.parse(line);
    if (!isLineToGrade(parsed)) {
      throw new TypeError(
        `A line to grade must be {"check": {...}, "output": "..."}, but is: ${line.slice(0, 200)}`,
      );
    }
    const { correct, reason } = await gradeAnswer(parsed.check, parsed.output);
    yield JSON.stringify({ correct, reason });
  }
}

function isLineToGrade(value: unknown): value is { check: Check; output: string } {
  if (typeof value !== "object" || value === null || !("check" in value) || !("output" in value))
    return false;
  return typeof value.check === "object" && value.check !== null && typeof value.output === "string";
}
