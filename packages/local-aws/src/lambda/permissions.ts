import type { TemplateResource } from '../emulator.ts';

const INVOKE = ['lambda:InvokeFunction', 'lambda:*'];

/**
 * Reads from the templates which service may call which function: `AWS::Lambda::Permission` is a
 * statement of the function's policy (Lambda developer guide, "Viewing resource-based IAM policies in
 * Lambda"). Its SourceArn may hold wildcards.
 * @param principal such as `cognito-idp.amazonaws.com`
 * @returns whether a function may be called for a source
 */
export function permissionsFor(
  principal: string,
  resources: readonly TemplateResource[],
): (functionArn: string, sourceArn: string) => boolean {
  const statements = resources.flatMap(({ type, properties }) =>
    type === 'AWS::Lambda::Permission' &&
    properties.Principal === principal &&
    INVOKE.includes(String(properties.Action))
      ? [{ functionName: String(properties.FunctionName), sourceArn: properties.SourceArn }]
      : [],
  );
  return (functionArn, sourceArn) =>
    statements.some(
      (statement) =>
        (statement.functionName === functionArn ||
          statement.functionName === functionArn.split(':function:')[1]) &&
        (statement.sourceArn === undefined || matches(String(statement.sourceArn), sourceArn)),
    );
}

const matches = (pattern: string, arn: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(arn);
