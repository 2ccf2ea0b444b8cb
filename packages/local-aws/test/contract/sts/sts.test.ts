import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { createIam } from '../../../src/iam/iam.ts';
import { createSts } from '../../../src/sts/sts.ts';
import { ACCOUNT_ID, REGION, serveEmulator } from '../../../src/testing/serve-emulator.ts';

/** STS to run the contract against: the emulator, or AWS itself with `REMOTE=1`. */
async function anSts(): Promise<{ readonly client: STSClient; close(): Promise<void> }> {
  if (process.env.REMOTE === '1') {
    const client = new STSClient({});
    return { client, close: async () => client.destroy() };
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'sts-contract-'));
  const iam = await createIam([], { dataDir, clock: systemClock, region: REGION });
  const served = await serveEmulator(createSts({ iam, clock: systemClock, accountId: ACCOUNT_ID }));
  const client = new STSClient({ ...served.clientConfig, maxAttempts: 1 });
  return {
    client,
    close: async () => {
      client.destroy();
      await served.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

describe('STS', () => {
  let sts: Awaited<ReturnType<typeof anSts>>;

  beforeAll(async () => {
    sts = await anSts();
  });
  afterAll(() => sts.close());

  const assume = (RoleArn: string, RoleSessionName = 'contract', DurationSeconds?: number) =>
    sts.client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName, DurationSeconds }));
  const unknownRole = async () => {
    const { Account } = await sts.client.send(new GetCallerIdentityCommand({}));
    return `arn:aws:iam::${Account}:role/face-idv-contract-no-such-role`;
  };

  it('says who calls', async () => {
    const { Account, Arn, UserId } = await sts.client.send(new GetCallerIdentityCommand({}));
    expect(Account).toMatch(/^\d{12}$/);
    expect(Arn).toContain(`::${Account}:`);
    expect(UserId).toBeTruthy();
  });

  it('refuses a role that does not exist as one that does not trust', async () => {
    const role = await unknownRole();
    await expect(assume(role)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(`is not authorized to perform: sts:AssumeRole on resource: ${role}`),
    });
  });

  it('refuses a session name with a blank', async () => {
    await expect(assume(await unknownRole(), 'a name')).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('refuses a session of less than a quarter of an hour', async () => {
    await expect(assume(await unknownRole(), 'contract', 899)).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });

  it('refuses what is no ARN of a role', async () => {
    await expect(assume('this-is-not-an-arn-at-all')).rejects.toMatchObject({ name: 'ValidationError' });
  });
});
