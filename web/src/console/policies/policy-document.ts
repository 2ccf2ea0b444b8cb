/** Members of a policy document, as the API returns and takes it. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is PolicyDocument =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the text of a document. @returns the document, or what is wrong with the text */
export function parseDocument(
  text: string,
): { readonly document: PolicyDocument } | { readonly fault: string } {
  try {
    const document: unknown = JSON.parse(text);
    return isObject(document) ? { document } : { fault: 'The document must be a JSON object.' };
  } catch (error) {
    return { fault: `The text is not valid JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

export const documentText = (document: unknown): string => JSON.stringify(document, null, 2);

/**
 * Returns the merge patch (RFC 7396) that makes one document of another: members that differ, and `null` for
 * those that are gone. Arrays are replaced as a whole.
 */
export function mergePatchOf(before: PolicyDocument, after: PolicyDocument): PolicyDocument {
  const patch: Record<string, unknown> = {};
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) patch[name] = null;
  for (const [name, value] of Object.entries(after)) {
    const old = before[name];
    if (isObject(old) && isObject(value)) {
      const inner = mergePatchOf(old, value);
      if (Object.keys(inner).length > 0) patch[name] = inner;
    } else if (JSON.stringify(old) !== JSON.stringify(value)) patch[name] = value;
  }
  return patch;
}
