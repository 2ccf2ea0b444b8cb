import type { TemplateResource } from '../../src/emulator.ts';

export const ACCOUNT = '000000000000';
export const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** A resource of a template, as the template reader gives it. */
export const aResource = (
  logicalId: string,
  type: string,
  properties: Record<string, unknown>,
  arn?: string,
): TemplateResource => ({
  stack: 'Test',
  logicalId,
  type,
  properties,
  ref: logicalId,
  arn,
  deletionPolicy: undefined,
});

/** A role that functions run as; `properties` are added to those every role has. */
export const aRole = (name: string, properties: Record<string, unknown> = {}): TemplateResource =>
  aResource(
    name,
    'AWS::IAM::Role',
    {
      AssumeRolePolicyDocument: {
        Statement: {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'lambda.amazonaws.com' },
        },
      },
      ...properties,
    },
    roleArn(name),
  );

/** A policy attached to roles, as `role.addToPolicy` makes it. */
export const aPolicyOn = (role: string, ...Statement: object[]): TemplateResource =>
  aResource(`${role}DefaultPolicy`, 'AWS::IAM::Policy', {
    PolicyName: `${role}DefaultPolicy`,
    PolicyDocument: { Version: '2012-10-17', Statement },
    Roles: [role],
  });

export const allow = (
  Action: string | string[],
  Resource: string | string[] = '*',
  more: object = {},
): object => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
