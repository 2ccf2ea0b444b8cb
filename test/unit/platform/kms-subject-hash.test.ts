import { createHmac } from 'node:crypto';
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { beforeEach, describe, expect, it } from 'vitest';
import { createKmsSubjectHash } from '../../../lambda/platform/kms-subject-hash.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const kms = mockedClient(KMSClient);
const macOf = (message: string | Uint8Array) => createHmac('sha256', 'secret').update(message).digest();
let subjectHash: ReturnType<typeof createKmsSubjectHash>;
const calls = () => kms.commandCalls(GenerateMacCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  kms.reset();
  kms.on(GenerateMacCommand).callsFake(({ Message }: { Message: Uint8Array }) => ({ Mac: macOf(Message) }));
  subjectHash = createKmsSubjectHash(new KMSClient({}), 'subjects');
});

describe('the keyed hash of a user', () => {
  it('is the code that KMS makes of tenant and user id, in base64url', async () => {
    expect(await subjectHash('acme', 'customer-1')).toBe(macOf('acme\0customer-1').toString('base64url'));
    expect(calls()).toEqual([
      { KeyId: 'subjects', Message: Buffer.from('acme\0customer-1'), MacAlgorithm: 'HMAC_SHA_256' },
    ]);
  });

  it('is another one for the same user id of another tenant, and where only the border moves', async () => {
    const hashes = await Promise.all([
      subjectHash('acme', 'customer-1'),
      subjectHash('beta', 'customer-1'),
      subjectHash('acm', 'ecustomer-1'),
    ]);
    expect(new Set(hashes).size).toBe(3);
  });

  it('is asked for once, by callers at the same time too', async () => {
    await Promise.all([subjectHash('acme', 'customer-1'), subjectHash('acme', 'customer-1')]);
    await subjectHash('acme', 'customer-1');
    expect(calls()).toHaveLength(1);
  });

  it('is asked for again after a failure', async () => {
    kms.on(GenerateMacCommand).rejectsOnce(new Error('busy'));
    await expect(subjectHash('acme', 'customer-1')).rejects.toThrow('busy');
    kms.on(GenerateMacCommand).resolves({ Mac: macOf('x') });
    await expect(subjectHash('acme', 'customer-1')).resolves.toBe(macOf('x').toString('base64url'));
  });

  it('fails when KMS answers without a code', async () => {
    kms.on(GenerateMacCommand).resolves({});
    await expect(subjectHash('acme', 'customer-1')).rejects.toThrow('no code by subjects');
  });
});
