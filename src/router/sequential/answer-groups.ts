/**
 * Answers seen in one run, sorted into groups that say the same. Reused between rows so that learning from 100,000
 * outcomes does not drown in small arrays.
 */
export type AnswerGroups = {
  /** Experts asked so far. */
  asked: number;
  /** Expert per position. */
  readonly expert: Int32Array;
  /** Group per position; -1: the expert gave no answer. */
  readonly group: Int32Array;
  /** Distinct answers. */
  groups: number;
  /** Whether equality of the answers is known; without it every answer stands alone and agreement says nothing. */
  comparable: boolean;
};

const CALLS_MAX = 4;

export function emptyGroups(): AnswerGroups {
  return {
    asked: 0,
    expert: new Int32Array(CALLS_MAX),
    group: new Int32Array(CALLS_MAX),
    groups: 0,
    comparable: true,
  };
}

/** Sorts the answers of the experts in `mask`; `answerOf` starts at `offset` with expert 0. */
export function groupAnswers(
  into: AnswerGroups,
  mask: number,
  answers: { readonly of: Int32Array; readonly offset: number },
): AnswerGroups {
  into.asked = 0;
  into.groups = 0;
  into.comparable = true;
  for (let k = 0; mask >> k !== 0; k++) {
    if (((mask >> k) & 1) === 0) continue;
    const position = into.asked++;
    into.expert[position] = k;
    const answer = answers.of[answers.offset + k]!;
    if (answer === -1) {
      into.group[position] = -1;
      continue;
    }
    if (answer < -1) into.comparable = false;
    let same = -1;
    for (let earlier = 0; earlier < position; earlier++)
      if (answer >= 0 && answers.of[answers.offset + into.expert[earlier]!] === answer)
        same = into.group[earlier]!;
    into.group[position] = same >= 0 ? same : into.groups++;
  }
  return into;
}
