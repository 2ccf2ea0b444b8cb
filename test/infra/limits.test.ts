import { beforeAll, describe, expect, it } from 'vitest';
import { API_FUNCTIONS } from '../../lambda/api/routes.ts';
import { OPERATORS_FUNCTIONS } from '../../lib/operators.ts';
import { type Resource, type Synthesized, synthesize, withSecondRegion } from '../support/synthesize.ts';

/** CloudFormation takes 500: what is left is for the routes to come, three resources each. */
const MAX_RESOURCES_PER_STACK = 450;
/** Lambda takes 20 KB, of whatever else may call a function too. */
const MAX_POLICY_BYTES = 15_000;

/** What CloudFormation puts in for a reference, at the longest. */
const LONGEST: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'ap-southeast-1',
  'AWS::AccountId': '111122223333',
};
const LONGEST_FUNCTION_NAME = 'f'.repeat(64);
const LONGEST_NAME = 'n'.repeat(128);

/** A value of a template as text, with every reference at its longest. */
function rendered(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument] = []] = Object.entries(value as Record<string, unknown>);
  if (intrinsic === 'Fn::Join') {
    const [separator, parts] = argument as readonly [string, readonly unknown[]];
    return parts.map(rendered).join(separator);
  }
  if (intrinsic === 'Ref') return LONGEST[String(argument)] ?? LONGEST_NAME;
  if (intrinsic === 'Fn::GetAtt') return `arn:aws:service:ap-southeast-1:111122223333:${LONGEST_NAME}`;
  throw new Error(`a permission refers by ${intrinsic}, which has no longest text here`);
}

/** The statement that Lambda adds to a function's policy for a permission. */
const statementOf = ({ logicalId, properties }: Resource) => ({
  Sid: `FaceIdv-stage-Service-${logicalId}-ABCDEFGHIJKL`,
  Effect: 'Allow',
  Principal: { Service: properties.Principal },
  Action: properties.Action,
  Resource: `arn:aws:lambda:ap-southeast-1:111122223333:function:${LONGEST_FUNCTION_NAME}`,
  Condition: { ArnLike: { 'AWS:SourceArn': rendered(properties.SourceArn ?? '') } },
});

/** Whether a value is the ARN of a function of the same stack, or of one below it. */
const refersTo = (arn: Readonly<Record<string, unknown>>, { logicalId }: Resource): boolean =>
  arn['Fn::GetAtt'] === undefined
    ? String(arn['Fn::ImportValue']).includes(`:ExportsOutputFnGetAtt${logicalId}Arn`)
    : (arn['Fn::GetAtt'] as readonly string[])[0] === logicalId;

describe('every deployment', () => {
  let app: Synthesized;
  beforeAll(() => {
    app = synthesize(withSecondRegion('prod'));
  });
  const permissionsOf = (fn: Resource) =>
    app.of('AWS::Lambda::Permission').filter(({ properties }) => refersTo(properties.FunctionName, fn));
  const nameOf = ({ properties }: Resource) =>
    properties.Environment?.Variables.POWERTOOLS_SERVICE_NAME as string;

  it('leaves room in every stack', () => {
    const perStack = new Map<string, number>();
    for (const { stack } of app.resources) perStack.set(stack, (perStack.get(stack) ?? 0) + 1);
    expect(perStack.size).toBe(app.stacks.length);
    for (const [stack, count] of perStack) expect(count, stack).toBeLessThanOrEqual(MAX_RESOURCES_PER_STACK);
  });

  it("leaves room in every function's policy", () => {
    const sizes = app.of('AWS::Lambda::Function').map((fn) => {
      const policy = { Version: '2012-10-17', Id: 'default', Statement: permissionsOf(fn).map(statementOf) };
      return { name: nameOf(fn), bytes: JSON.stringify(policy).length };
    });
    for (const { name, bytes } of sizes) expect(bytes, name).toBeLessThanOrEqual(MAX_POLICY_BYTES);
    expect(Math.max(...sizes.map(({ bytes }) => bytes))).toBeGreaterThan(400);
  });

  it('keeps the functions that only operators and backends call out of the stack of the API', () => {
    const called = API_FUNCTIONS.filter(({ routes }) =>
      routes.every(([, { scopes }]) => !scopes.includes('self')),
    );
    // people call it too, before or after a verification
    const names = [...called.map(({ name }) => name), 'consents-api'];
    expect(names.sort()).toEqual(OPERATORS_FUNCTIONS);
  });

  it('lets the API call each of its functions by one permission, and from its stage alone', () => {
    const functions = app
      .of('AWS::Lambda::Function')
      .filter((fn) => API_FUNCTIONS.some(({ name }) => name === nameOf(fn)));
    expect(functions).toHaveLength(API_FUNCTIONS.length);
    for (const fn of functions) {
      const permissions = permissionsOf(fn);
      expect(permissions, nameOf(fn)).toHaveLength(1);
      const [{ properties } = { properties: {} }] = permissions;
      expect(properties.Principal).toBe('apigateway.amazonaws.com');
      expect(rendered(properties.SourceArn)).toMatch(/:execute-api:[^:]+:\d+:n+\/v1\/\*\/\*$/);
    }
  });
});
