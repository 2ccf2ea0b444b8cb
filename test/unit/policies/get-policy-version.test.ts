import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { policyVersionView } from '../../../lambda/policies/contract.ts';
import { documentOf } from '../../../lambda/policies/domain/policy-document.ts';
import { getPolicyVersion } from '../../../lambda/policies/get-policy-version.ts';
import { aPolicyDesk } from '../../support/lambda/a-policy-desk.ts';
import { anOperator } from '../../support/lambda/builders.ts';

it('shows the document by which sessions of the version are decided', async () => {
  const { dependencies } = aPolicyDesk();
  const view = await getPolicyVersion(anOperator(), 'registration', '1', dependencies);
  expect(policyVersionView.parse(view)).toEqual(view);
  expect(view).toMatchObject({ version: 1, active: true, document: documentOf(DEFAULT_POLICY) });
  expect(view).not.toHaveProperty('tenant');
});

it('finds no version that was not written', async () => {
  const { dependencies } = aPolicyDesk();
  await expect(getPolicyVersion(anOperator(), 'registration', '2', dependencies)).rejects.toMatchObject({
    code: 'not_found',
    message: 'policy registration has no version 2',
  });
});
