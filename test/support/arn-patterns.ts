/** What a place in a pattern stands for: a character, any text, or text that ends at "/" and ":". */
type Token = { readonly char: string } | { readonly any: 'text' | 'name' };

/** Variables of AWS's ARN formats whose values may hold "/" or ":" themselves. */
const WITH_SEPARATORS = new Set([
  'FunctionName', // a version or an alias follows the name, behind ":"
  'LogGroupName',
  'LogStreamName',
  'ObjectName',
  'ParameterNameWithoutLeadingSlash', // a hierarchy
  'RoleNameWithPath',
]);

/** A resource of a policy: "*" and variables such as `${aws:PrincipalTag/tenant}` stand for any text. */
const ofPolicy = (text: string): readonly Token[] => tokens(text, () => 'text');

/** An ARN format of the service authorization reference, such as `arn:${Partition}:s3:::${BucketName}`. */
const ofFormat = (text: string): readonly Token[] =>
  tokens(text, (variable) => (WITH_SEPARATORS.has(variable) ? 'text' : 'name'));

function tokens(text: string, kindOf: (variable: string) => 'text' | 'name'): readonly Token[] {
  return [...text.matchAll(/\$\{([^}]*)\}|\*|[\s\S]/g)].map(([found, variable]) => {
    if (variable !== undefined) return { any: kindOf(variable) };
    return found === '*' ? { any: 'text' } : { char: found };
  });
}

/** Whether some ARN of a format is one that a policy's resource covers. */
export function coversFormat(resource: string, format: string): boolean {
  if (resource === '*') return true;
  return meet(ofPolicy(resource), ofFormat(format));
}

/** Whether a text exists that both patterns describe. */
function meet(one: readonly Token[], other: readonly Token[]): boolean {
  const seen = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    const key = i * (other.length + 1) + j;
    const known = seen.get(key);
    if (known !== undefined) return known;
    const found = step(i, j);
    seen.set(key, found);
    return found;
  };
  const step = (i: number, j: number): boolean => {
    const [a, b] = [one[i], other[j]];
    if (!a || !b) return [...one.slice(i), ...other.slice(j)].every((token) => 'any' in token);
    if ('char' in a && 'char' in b) return a.char === b.char && from(i + 1, j + 1);
    if ('any' in a && from(i + 1, j)) return true;
    if ('any' in b && from(i, j + 1)) return true;
    if ('any' in a && 'char' in b) return takes(a.any, b.char) && from(i, j + 1);
    if ('any' in b && 'char' in a) return takes(b.any, a.char) && from(i + 1, j);
    return false;
  };
  return from(0, 0);
}

const takes = (any: 'text' | 'name', char: string): boolean => any === 'text' || !/[/:]/.test(char);
