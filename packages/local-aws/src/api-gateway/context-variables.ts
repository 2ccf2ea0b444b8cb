/** `$context` of one request: what access logs, gateway responses and templates can name. */
export interface ContextVariables {
  [name: string]: string | number | ContextVariables | undefined;
}

/** The value of a dotted name such as `identity.sourceIp`; undefined when the request has none. */
export function contextValue(context: ContextVariables, name: string): string | undefined {
  let value: ContextVariables[string] = context;
  for (const part of name.split('.')) {
    if (typeof value !== 'object') return undefined;
    value = value[part];
  }
  return value === undefined || typeof value === 'object' ? undefined : String(value);
}

/**
 * Replaces `$context.name` in a text.
 * @param missing what stands for a variable without a value: `-` in access logs, nothing in responses.
 */
export function substituteContext(text: string, context: ContextVariables, missing: string): string {
  return text.replace(
    /\$context\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_:-]+)*)/g,
    (_match, name: string) => contextValue(context, name) ?? missing,
  );
}
