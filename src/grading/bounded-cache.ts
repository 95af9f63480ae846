export type BoundedCache<Value> = { getOrCreate(key: string, create: () => Value): Value };

/** Keeps the most recently used values. A `create` that throws leaves nothing behind. */
export function createBoundedCache<Value>(entriesMax: number): BoundedCache<Value> {
  const entries = new Map<string, Value>();
  return {
    getOrCreate(key, create) {
      const cached = entries.get(key);
      const value = cached ?? create();
      entries.delete(key);
      entries.set(key, value);
      const oldest = entries.keys().next();
      if (entries.size > entriesMax && oldest.done !== true) entries.delete(oldest.value);
      return value;
    },
  };
}
