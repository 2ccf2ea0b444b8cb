import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { CloudRequest } from '../../src/emulator.ts';
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

  it.each([
    ['a parameter that is not there', 'GetParameter', '/other', 'ParameterNotFound'],
    ['no name', 'GetParameter', undefined, 'ParameterNotFound'],
    ['another operation', 'PutParameter', VERSION, 'NotImplemented'],
  ])('refuses %s', async (_what, operation, name, code) => {
    await expect(ssm.handle(aRequest(operation, name))).rejects.toMatchObject({ code });
  });
});
