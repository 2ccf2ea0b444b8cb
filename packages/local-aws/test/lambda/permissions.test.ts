import { describe, expect, it } from 'vitest';
import type { TemplateResource } from '../../src/emulator.ts';
import { permissionsFor } from '../../src/lambda/permissions.ts';

const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:trigger';
const POOL = 'arn:aws:cognito-idp:eu-west-1:000000000000:userpool/eu-west-1_Ab3dEf6hI';
const COGNITO = 'cognito-idp.amazonaws.com';

const aPermission = (properties: Readonly<Record<string, unknown>>): TemplateResource => ({
  stack: 'Data',
  logicalId: 'Permission',
  type: 'AWS::Lambda::Permission',
  properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: FUNCTION,
    Principal: COGNITO,
    SourceArn: POOL,
    ...properties,
  },
  ref: 'permission',
  arn: undefined,
  deletionPolicy: undefined,
});

const mayInvoke = (properties: Readonly<Record<string, unknown>>) =>
  permissionsFor(COGNITO, [aPermission(properties)])(FUNCTION, POOL);

describe('permissions of functions', () => {
  it.each([
    ['its ARN', {}],
    ['its name', { FunctionName: 'trigger' }],
    ['any source', { SourceArn: undefined }],
    ['a pattern of sources', { SourceArn: POOL.replace('eu-west-1_Ab3dEf6hI', '*') }],
  ])('let a service call a function that they name by %s', (_name, properties) => {
    expect(mayInvoke(properties)).toBe(true);
  });

  it.each([
    ['another service', { Principal: 'apigateway.amazonaws.com' }],
    ['another source', { SourceArn: `${POOL}x` }],
    ['another function', { FunctionName: `${FUNCTION}2` }],
    ['another action', { Action: 'lambda:GetFunction' }],
  ])('refuse %s', (_name, properties) => {
    expect(mayInvoke(properties)).toBe(false);
  });

  it('refuse a function without one', () => {
    expect(permissionsFor(COGNITO, [])(FUNCTION, POOL)).toBe(false);
  });
});
