import { expect, it } from 'vitest';
import { getPolicy } from '../../../lambda/policies/get-policy.ts';
import { aPolicyDesk } from '../../support/lambda/a-policy-desk.ts';
import { anOperator, NOON } from '../../support/lambda/builders.ts';

it('says which version new sessions get, and since when', async () => {
  const { dependencies } = aPolicyDesk();
  expect(await getPolicy(anOperator(), 'authentication', dependencies)).toEqual({
    id: 'authentication',
    active_version: 1,
    active_since: NOON.toISOString(),
    active_by: 'stage',
    latest_version: 1,
  });
});

it('finds no policy but those of session types', async () => {
  const { dependencies } = aPolicyDesk();
  await expect(getPolicy(anOperator(), 'payment', dependencies)).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('registration, authentication'),
  });
});
