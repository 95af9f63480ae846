/** A name as far from what was meant as a third of it is another name. */
const EDITS_SHARE_MAX = 1 / 3;
const NAME_CHARS_MAX = 200;

/** The known name that was probably meant, `null` when none is near. */
export function closestName(name: string, known: readonly string[]): string | null {
  const wanted = name.slice(0, NAME_CHARS_MAX).toLowerCase();
  let best: string | null = null;
  let fewest = wanted.length * EDITS_SHARE_MAX;
  for (const candidate of known) {
    const plain = candidate.slice(0, NAME_CHARS_MAX).toLowerCase();
    const edits = plain.startsWith(wanted) && wanted !== "" ? 0.5 : editDistance(wanted, plain);
    if (edits <= fewest && (best === null || edits < fewest)) [best, fewest] = [candidate, edits];
  }
  return best;
}

/** Levenshtein distance, one row at a time. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const swap = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
