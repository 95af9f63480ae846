/** The draw's leading bits decide on exploration, the ones below on the component, so that neither tells of the other. */
const LEADING = 2 ** 20;

/** Which component decides live: from the decision's recorded draw, hence the same in a replay of the ledger. */
export function dealOfDraw(draw: number): number {
  return (draw * LEADING) % 1;
}

/** Which component decides a recorded question: by its id, as its text is shared by others (FNV-1a, murmur3's mixing). */
export function dealOfId(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
