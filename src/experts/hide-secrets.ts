/** Takes our secrets out of what a provider said before a client or the ledger sees it. */
export type SecretHider = {
  text(said: string): string;
  /** The body of an answer; the same bytes when there is nothing to hide. */
  bytes(said: Buffer): Buffer;
};

const HIDDEN = "[key]";
/** What is shorter is no secret but a word such as `none`, which local servers take for a key. */
const SECRET_CHARACTERS_MIN = 6;
const SECRET_HEADER = /auth|key|token|secret|cookie|password/iu;

/** The key and what was put into headers such as `x-api-key`, with and without the scheme before it. */
export function secretsOf(key: string | null, headers: Readonly<Record<string, unknown>>): readonly string[] {
  const inHeaders = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === "string" && SECRET_HEADER.test(name) ? [value, value.replace(/^\w+ +/u, "")] : [],
  );
  return key === null ? inHeaders : [key, ...inHeaders];
}

export function secretHider(secrets: readonly string[]): SecretHider {
  const hidden = secrets
    .filter((secret) => secret.length >= SECRET_CHARACTERS_MIN)
    .toSorted((left, right) => right.length - left.length);
  const text = (said: string): string =>
    hidden.reduce((left, secret) => left.replaceAll(secret, HIDDEN), said);
  return {
    text,
    bytes(said) {
      if (hidden.length === 0) return said;
      const before = said.toString("utf8");
      const after = text(before);
      const clean = withoutEscaped(after, hidden);
      return clean === before ? said : Buffer.from(clean);
    },
  };
}

/** JSON may write a secret with escapes (`\/`, `\u002d`), which whoever parses it undoes. */
function withoutEscaped(body: string, hidden: readonly string[]): string {
  if (!body.includes("\\")) return body;
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return body;
  }
  let found = false;
  const hide = (_key: string, value: unknown): unknown => {
    if (typeof value !== "string") return value;
    const secret = hidden.some((one) => value.includes(one));
    found ||= secret;
    return secret ? hidden.reduce((left, one) => left.replaceAll(one, HIDDEN), value) : value;
  };
  const rewritten = JSON.stringify(json, hide);
  return found ? rewritten : body;
}
