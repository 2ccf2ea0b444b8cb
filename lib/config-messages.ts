import type * as z from 'zod';

/** Path of a setting in the config. */
type Path = readonly PropertyKey[];

/**
 * Messages for what the schemas say nothing about: each names the value, the rule and an example.
 * @param examples a valid config, whose value at the same place is the example
 */
export const messagesWith =
  (examples: unknown): z.core.$ZodErrorMap =>
  (issue) => {
    if (issue.code === 'unrecognized_keys')
      return `${issue.keys.map((key) => `"${key}"`).join(', ')} is not a setting here; ${knownIn(issue)}`;
    const rule = ruleOf(issue);
    if (rule === undefined) return undefined;
    const value = issue.input === undefined ? 'is missing; it' : `${JSON.stringify(issue.input)}`;
    const example = valueAt(examples, issue.path ?? []);
    return `${value} ${rule}${example === undefined ? '' : `, such as ${JSON.stringify(example)}`}`;
  };

function ruleOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `must be of type ${issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `must ${amountOf(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}`;
    case 'too_big':
      return `must ${amountOf(issue.origin, 'at most', issue.maximum)}`;
    default:
      return undefined;
  }
}

const UNITS: Readonly<Record<string, string>> = { array: 'entries', string: 'characters' };

const amountOf = (origin: string, bound: string, limit: number | bigint): string =>
  UNITS[origin] === undefined ? `be ${bound} ${limit}` : `have ${bound} ${limit} ${UNITS[origin]}`;

/** The members that the object of an issue may have. */
function knownIn({ inst }: z.core.$ZodRawIssue): string {
  const definition: unknown = inst?._zod.def;
  const shape =
    typeof definition === 'object' && definition !== null && 'shape' in definition ? definition.shape : {};
  return `the settings are ${Object.keys(shape as object).join(', ')}`;
}

/** The value at a path; an entry of a list has the first one as its example. */
const valueAt = (config: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[0];
    return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? (value as Record<PropertyKey, unknown>)[key]
      : undefined;
  }, config);
