/** The same value in the words of files and HTTP: keys in snake_case, large integers as numbers where they fit. */
export function snakeCase<Value>(value: Value): SnakeCase<Value>;
export function snakeCase(value: unknown): unknown {
  if (typeof value === "bigint") {
    return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER)
      ? Number(value)
      : value.toString();
  }
  if (Array.isArray(value)) return value.map((each: unknown) => snakeCase(each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    // What a provider said is kept in its own words.
    Object.entries(value).map(([key, inner]) => [snakeKey(key), key === "raw" ? inner : snakeCase(inner)]),
  );
}

function snakeKey(key: string): string {
  return key.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

/** What `snakeCase` makes of a type. */
export type SnakeCase<Value> = Value extends bigint
  ? number | string
  : Value extends readonly (infer Each)[]
    ? readonly SnakeCase<Each>[]
    : Value extends object
      ? {
          readonly [Key in keyof Value as SnakeKey<Key>]: Key extends "raw"
            ? Value[Key]
            : SnakeCase<Value[Key]>;
        }
      : Value;

type SnakeKey<Key> = Key extends `${infer First}${infer Rest}`
  ? `${First extends Uncapitalize<First> ? First : `_${Uncapitalize<First>}`}${SnakeKey<Rest>}`
  : Key;
