/** Values that intrinsic functions look up. */
export interface Scope {
  readonly region: string;
  /** `Ref` of a parameter, pseudo parameter or resource; undefined for `AWS::NoValue`. */
  ref(name: string): unknown;
  /** `Fn::GetAtt`. */
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(name: string, topLevelKey: string, secondLevelKey: string): unknown;
  importValue(exportName: string): unknown;
  stackOutput(stackName: string, outputName: string): unknown;
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** Every intrinsic function and condition function that CloudFormation has for templates without macros. */
const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => scope.ref(String(name)),
  Condition: (name, scope) => scope.condition(String(name)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : list(argument);
    return scope.attribute(
      String(logicalId),
      String(resolveIntrinsics(attribute.length === 1 ? attribute[0] : attribute.join('.'), scope)),
    );
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument);
    return list(resolveIntrinsics(parts, scope)).join(String(separator));
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::Select': (argument, scope) => {
    const [index, values] = list(argument);
    return list(resolveIntrinsics(values, scope))[Number(resolveIntrinsics(index, scope))];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = list(argument);
    return String(resolveIntrinsics(text, scope)).split(String(separator));
  },
  'Fn::Base64': (argument, scope) =>
    Buffer.from(String(resolveIntrinsics(argument, scope))).toString('base64'),
  'Fn::ImportValue': (argument, scope) => scope.importValue(String(resolveIntrinsics(argument, scope))),
  'Fn::GetStackOutput': (argument, scope) => {
    const { StackName, OutputName } = resolveIntrinsics(argument, scope) as Record<string, unknown>;
    return scope.stackOutput(String(StackName), String(OutputName));
  },
  'Fn::FindInMap': (argument, scope) => {
    const [name, top, second] = list(resolveIntrinsics(argument, scope)).map(String);
    return scope.mapping(name ?? '', top ?? '', second ?? '');
  },
  'Fn::GetAZs': (_argument, scope) => ['a', 'b', 'c'].map((zone) => `${scope.region}${zone}`),
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(resolveIntrinsics(argument, scope)),
  'Fn::Length': (argument, scope) => list(resolveIntrinsics(argument, scope)).length,
  'Fn::If': (argument, scope) => {
    const [name, whenTrue, whenFalse] = list(argument);
    return resolveIntrinsics(scope.condition(String(name)) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(resolveIntrinsics(argument, scope));
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::Not': (argument, scope) => !list(resolveIntrinsics(argument, scope))[0],
  'Fn::And': (argument, scope) => list(argument).every((value) => resolveIntrinsics(value, scope) === true),
  'Fn::Or': (argument, scope) => list(argument).some((value) => resolveIntrinsics(value, scope) === true),
};

/**
 * Replaces every intrinsic function in a template value.
 * Members and list items that are `AWS::NoValue` disappear.
 * @throws Error that names what could not be found.
 */
export function resolveIntrinsics(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolveIntrinsics(item, scope)).filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  const [first] = members;
  if (first && members.length === 1) {
    const intrinsic = INTRINSICS[first[0]];
    // a policy's `Condition` holds operators and stands where a template's `Condition` names a condition
    if (intrinsic && !(first[0] === 'Condition' && typeof first[1] !== 'string'))
      return intrinsic(first[1], scope);
    if (first[0].startsWith('Fn::')) throw new Error(`the intrinsic function ${first[0]} is not known here`);
  }
  return Object.fromEntries(
    members.flatMap(([name, member]) => {
      const resolved = resolveIntrinsics(member, scope);
      return resolved === undefined ? [] : [[name, resolved]];
    }),
  );
}

/** `${Name}`, `${Resource.Attribute}` and `${!Literal}` in the text of `Fn::Sub`. */
function substitute(argument: unknown, scope: Scope): string {
  const [text, variables] = typeof argument === 'string' ? [argument, {}] : list(argument);
  const own = (variables ?? {}) as Readonly<Record<string, unknown>>;
  return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (Object.hasOwn(own, name)) return String(resolveIntrinsics(own[name], scope));
    const [logicalId, ...attribute] = name.split('.');
    return String(
      attribute.length > 0 ? scope.attribute(logicalId ?? '', attribute.join('.')) : scope.ref(name),
    );
  });
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value))
    throw new Error(`an intrinsic function needs a list, got ${JSON.stringify(value)}`);
  return value;
}
