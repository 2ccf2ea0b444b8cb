import { expect, it } from 'vitest';
import { sessionType } from '../../../lambda/kernel/session-type.ts';
import { policyList } from '../../../lambda/policies/contract.ts';
import { listPolicies } from '../../../lambda/policies/list-policies.ts';
import { aPolicyDesk } from '../../support/lambda/a-policy-desk.ts';
import { anOperator } from '../../support/lambda/builders.ts';

it('lists a policy for each session type, with the version that new sessions get', async () => {
  const desk = aPolicyDesk();
  await desk.create({}, 'step_up');
  await desk.activate(2, 'step_up');
  const { data } = policyList.parse(await listPolicies(anOperator(), desk.dependencies));
  expect(data.map(({ id }) => id)).toEqual(sessionType.options);
  expect(data.map(({ id, active_version }) => [id, active_version])).toContainEqual(['step_up', 2]);
  expect(data.map(({ id, active_version }) => [id, active_version])).toContainEqual(['registration', 1]);
});
