import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSsmImportBucketList } from '../../../lambda/bulk-indexing/adapters/ssm-import-bucket-list.ts';
import { toImportBucketsParameter } from '../../../lambda/bulk-indexing/contract.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const ssm = mockedClient(SSMClient);
const MINUTE_MS = 60_000;
const VALUE = toImportBucketsParameter(
  [
    { tenant: 'acme', bucket: 'archive', region: 'eu-central-1', prefix: 'people/', key_arn: 'arn:key' },
    { tenant: 'acme', bucket: 'attic', prefix: '' },
    { tenant: 'globex', bucket: 'globex-archive', prefix: '' },
  ],
  'acme',
);

beforeEach(() => ssm.reset());

function aList() {
  let now = NOON.getTime();
  return {
    list: createSsmImportBucketList(new SSMClient({}), 'dev', () => new Date(now)),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

describe('the import buckets of a tenant', () => {
  it("are in its parameter, without those of others and without the keys' ARNs", async () => {
    expect(VALUE).not.toMatch(/globex|arn:key/);
    ssm.on(GetParameterCommand, { Name: '/face-idv/dev/import-buckets/acme' }).resolves({
      Parameter: { Value: VALUE },
    });
    expect(await aList().list.of('acme')).toEqual([
      { bucket: 'archive', region: 'eu-central-1', prefix: 'people/' },
      { bucket: 'attic', prefix: '' },
    ]);
  });

  it('are none without a parameter', async () => {
    ssm.on(GetParameterCommand).rejects(new ParameterNotFound({ message: 'none', $metadata: {} }));
    expect(await aList().list.of('acme')).toEqual([]);
  });

  it('are read once for callers that come together, and again after five minutes', async () => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: VALUE } });
    const { list, pass } = aList();
    await Promise.all([list.of('acme'), list.of('acme')]);
    pass(5 * MINUTE_MS - 1);
    await list.of('acme');
    expect(ssm.commandCalls(GetParameterCommand)).toHaveLength(1);
    await list.of('globex');
    expect(ssm.commandCalls(GetParameterCommand)).toHaveLength(2);
    pass(1);
    await list.of('acme');
    expect(ssm.commandCalls(GetParameterCommand)).toHaveLength(3);
  });

  it('are asked for again after a call that failed', async () => {
    ssm
      .on(GetParameterCommand)
      .rejectsOnce(new Error('no answer'))
      .resolves({ Parameter: { Value: VALUE } });
    const { list } = aList();
    await expect(list.of('acme')).rejects.toThrow('no answer');
    expect(await list.of('acme')).toHaveLength(2);
  });
});
