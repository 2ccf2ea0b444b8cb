import { expect, it } from 'vitest';
import { createKms } from '../../src/kms/kms.ts';

const aKey = (properties: Readonly<Record<string, unknown>>) => ({
  stack: 'Data',
  logicalId: 'Key',
  type: 'AWS::KMS::Key',
  properties,
  ref: '0a1b2c3d-0000-4000-8000-000000000001',
  arn: 'arn:aws:kms:eu-west-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000001',
  deletionPolicy: 'Retain',
});

it('takes symmetric keys, and refuses others by name', async () => {
  const kms = createKms();
  await expect(kms.provision([aKey({}), aKey({ KeySpec: 'SYMMETRIC_DEFAULT' })])).resolves.toBeUndefined();
  await expect(kms.provision([aKey({ KeySpec: 'ECC_NIST_P256' })])).rejects.toThrow(
    'Data/Key: keys of the spec ECC_NIST_P256 are not emulated',
  );
});
