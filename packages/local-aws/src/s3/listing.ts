/** Parameters of a page of keys. */
export interface ListingRequest {
  readonly prefix: string;
  /** Keys that share a prefix up to the next delimiter are shown as that one prefix; empty for none. */
  readonly delimiter: string;
  /** Only keys behind this one. */
  readonly startAfter: string;
  /** Last entry of the page before, a key or a common prefix. */
  readonly previous: string;
  readonly maxKeys: number;
}

/** One page, in the order of the keys' bytes. */
export interface Listing {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** Last entry of this page when there are more. */
  readonly next: string | undefined;
}

/** A page of keys, as ListObjectsV2 defines it. */
export function listKeys(keys: Iterable<string>, request: ListingRequest): Listing {
  const { prefix, delimiter, startAfter, previous, maxKeys } = request;
  const entries = new Map<string, 'key' | 'prefix'>();
  for (const key of keys) {
    if (!key.startsWith(prefix) || compareBytes(key, startAfter) <= 0) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const entry = end < 0 ? key : key.slice(0, end + delimiter.length);
    if (compareBytes(entry, previous) > 0) entries.set(entry, end < 0 ? 'key' : 'prefix');
  }
  const sorted = [...entries].sort(([a], [b]) => compareBytes(a, b));
  const page = sorted.slice(0, maxKeys);
  const of = (kind: 'key' | 'prefix'): string[] =>
    page.filter(([, shown]) => shown === kind).map(([entry]) => entry);
  return {
    keys: of('key'),
    commonPrefixes: of('prefix'),
    next: sorted.length > page.length ? page.at(-1)?.[0] : undefined,
  };
}

/** Order of the UTF-8 bytes, which is not the order of JavaScript's strings. */
export function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
