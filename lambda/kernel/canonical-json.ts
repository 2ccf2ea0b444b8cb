import canonicalize from 'canonicalize';

/** Returns the canonical JSON of a value (RFC 8785). @throws Error for a value that JSON cannot hold */
export function canonicalJson(value: unknown): string {
  const json = canonicalize(value);
  if (json === undefined) throw new Error('only JSON has a canonical form');
  return json;
}
