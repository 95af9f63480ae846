/** Tokens whose bytes do not end on a whole character yet. */
export type TokenTextState<Token> = { readonly held: readonly Token[] };

/** A UTF-8 character has at most four bytes, so a text still broken after four tokens is really broken. */
const HELD_TOKENS_MAX = 4;
const BROKEN = "\uFFFD";

/** One token in, the text that is certain now out. A character spread over several tokens waits for its last byte. */
export function readToken<Token>(
  state: TokenTextState<Token>,
  token: Token,
  detokenize: (tokens: readonly Token[]) => string,
): [TokenTextState<Token>, string] {
  const tokens = [...state.held, token];
  const text = detokenize(tokens);
  if (text.endsWith(BROKEN) && tokens.length < HELD_TOKENS_MAX) return [{ held: tokens }, ""];
  return [{ held: [] }, text];
}
