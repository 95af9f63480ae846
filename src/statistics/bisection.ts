export type Bracket = { readonly low: number; readonly high: number };

/** Halvings after which a double between -1 and 1 cannot get closer. */
const HALVINGS = 60;

/** Where a function that falls through 0 does so; the end that is nearer to it when it never does. */
export function whereFallingIsZero(falling: (x: number) => number, { low, high }: Bracket): number {
  let [from, to] = [low, high];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (from + to) / 2;
    if (falling(middle) > 0) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
