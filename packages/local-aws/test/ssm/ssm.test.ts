import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { CloudRequest, TemplateResource } from '../../src/emulator.ts';
import { OWNER } from '../../src/principal.ts';
import { createSsm } from '../../src/ssm/ssm.ts';

const ssm = createSsm({ clock: systemClock, region: 'eu-west-1', accountId: '000000000000' });
const aRequest = (operation: string, Name?: string): CloudRequest => ({
  method: 'POST',
  url: new URL('http://localhost/'),
  headers: {},
  body: Buffer.from(JSON.stringify({ Name })),
  operation,
  principal: OWNER,
  requestId: 'request',
});
const aParameter = (properties: Record<string, unknown>): TemplateResource => ({
  stack: 'Stack',
  logicalId: 'Names',
  type: 'AWS::SSM::Parameter',
  properties: { Name: '/names', Type: 'String', Value: 'x', ...properties },
  ref: String(properties.Name ?? '/names'),
  arn: undefined,
  deletionPolicy: undefined,
});
const VERSION = '/cdk-bootstrap/hnb659fds/version';
const ARN = `arn:aws:ssm:eu-west-1:000000000000:parameter${VERSION}`;

describe('Systems Manager', () => {
  it('has the version that a bootstrapped account has', async () => {
    const { body } = await ssm.handle(aRequest('GetParameter', VERSION));
    expect(JSON.parse(body.toString())).toMatchObject({
      Parameter: { ARN, Name: VERSION, Type: 'String', Value: expect.stringMatching(/^\d+$/) },
    });
    expect(ssm.accessChecks?.(aRequest('GetParameter', VERSION))).toEqual([
      { action: 'ssm:GetParameter', resource: ARN },
    ]);
  });

  it('has the parameters of the templates', async () => {
    await ssm.provision([aParameter({ Name: '/names/acme', Value: '["archive"]' })]);
    const { body } = await ssm.handle(aRequest('GetParameter', '/names/acme'));
    expect(JSON.parse(body.toString()).Parameter).toMatchObject({
      Name: '/names/acme',
      Value: '["archive"]',
    });
  });

  it.each([
    ['a value above the standard tier', { Value: 'x'.repeat(4097) }, /4096 characters/],
    ['an empty value', { Value: '' }, /must not be empty/],
    ['another type', { Type: 'SecureString' }, /type String/],
    ['another tier', { Tier: 'Advanced' }, /standard tier/],
    ['a name that AWS reserves', { Name: '/aws/names' }, /must not begin/],
    ['a name with a space', { Name: '/my names' }, /letters, digits/],
    ['a hierarchy without a slash', { Name: 'names/acme' }, /begins with/],
    ['a hierarchy of 16 levels', { Name: '/a'.repeat(16) }, /at most 15 levels/],
  ])('refuses a parameter with %s', async (_what, properties, says) => {
    await expect(ssm.provision([aParameter(properties)])).rejects.toThrow(says);
  });

  it.each([
    ['a parameter that is not there', 'GetParameter', '/other', 'ParameterNotFound'],
    ['no name', 'GetParameter', undefined, 'ParameterNotFound'],
    ['another operation', 'PutParameter', VERSION, 'NotImplemented'],
  ])('refuses %s', async (_what, operation, name, code) => {
    await expect(ssm.handle(aRequest(operation, name))).rejects.toMatchObject({ code });
  });
});
