import type { Finding } from "./finding.ts";
import type { Knowledge } from "./knowledge.ts";
import { learnFrom } from "./learn-from.ts";
import { nextLearningAt } from "./schedule.ts";

/** Learns when there is enough that was not learnt from yet. */
export function reviewLearning(known: Knowledge, nowUs: number): readonly Finding[] {
  if (!isDue(known)) return [];
  known.triedUs = nowUs;
  const { plan, rows, standing, candidates } = known;
  const lesson = learnFrom({
    plan,
    rows,
    changedUs: standing.changedUs,
    candidates: [...candidates.values()],
  });
  known.said = lesson.reason;
  const { artefact, reason } = lesson;
  if (artefact !== null) return [{ type: "learnt", artefact, reason }];
  return standing.saidNothing || lesson.alreadyKnown ? [] : [{ type: "nothing-learnt", reason }];
}

/** After an expert changed, the schedule begins anew. */
function isDue({ rows, standing, triedUs }: Knowledge): boolean {
  const changedUs = Math.max(0, ...standing.changedUs.values());
  const learntUs = Math.max(standing.learntUs ?? 0, triedUs);
  const since = rows.filter(({ receivedUs }) => receivedUs > changedUs);
  const before = since.filter(({ receivedUs }) => receivedUs <= learntUs).length;
  return since.length >= nextLearningAt(learntUs > changedUs ? before : null);
}
