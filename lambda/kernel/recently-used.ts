/**
 * Creates a value once per key and keeps the most recently
 * used ones; the least recently used is evicted first.
 */
export function recentlyUsed<Value>(most: number, make: (key: string) => Value): (key: string) => Value {
  const kept = new Map<string, Value>();
  return (key) => {
    const value = kept.get(key) ?? make(key);
    // a Map lists its keys in the order in which they were set
    kept.delete(key);
    kept.set(key, value);
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    return value;
  };
}
