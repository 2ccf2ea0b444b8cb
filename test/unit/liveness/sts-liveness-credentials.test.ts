import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import { createStsLivenessCredentials } from '../../../lambda/liveness/adapters/sts-liveness-credentials.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const sts = mockedClient(STSClient);
beforeEach(() => {
  sts.reset();
});
const region = 'eu-west-1';

describe('credentials for a liveness client', () => {
  const issuer = createStsLivenessCredentials(new STSClient({ region }), 'arn:role');

  it('may start a liveness stream and nothing else, for fifteen minutes', async () => {
    sts.on(AssumeRoleCommand).resolves({
      Credentials: { AccessKeyId: 'A', SecretAccessKey: 'S', SessionToken: 'T', Expiration: NOON },
    });
    expect(await issuer.issue('11111111-2222-4333-8444-555555555555')).toEqual({
      access_key_id: 'A',
      secret_access_key: 'S',
      session_token: 'T',
      expires_at: NOON.toISOString(),
    });
    const { Policy = '', ...input } = sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input ?? {};
    expect(input).toEqual({
      RoleArn: 'arn:role',
      RoleSessionName: 'liveness-11111111-2222-4333-8444-555555555555',
      DurationSeconds: 900,
    });
    expect(JSON.parse(Policy).Statement).toEqual([
      { Effect: 'Allow', Action: 'rekognition:StartFaceLivenessSession', Resource: '*' },
    ]);
  });

  it('fails rather than hand out half of them', async () => {
    sts.on(AssumeRoleCommand).resolves({});
    await expect(issuer.issue('id')).rejects.toThrow('incomplete');
  });
});
