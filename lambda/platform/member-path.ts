/**
 * Looks up a member by its name. The bundles have this in place of `@aws-lambda-powertools/jmespath`: the
 * idempotency of Powertools brings 25 KB of a language of which key and content need only that.
 */
export const search = (path: string, data: Readonly<Record<string, unknown>>): unknown => {
  if (!/^\w+$/.test(path)) throw new Error(`only the name of a member is a path here: ${path}`);
  return data[path] ?? null;
};

/** Further functions of that language, of which there are none here. */
export class PowertoolsFunctions {}
