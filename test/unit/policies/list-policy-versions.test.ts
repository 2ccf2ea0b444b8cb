import { expect, it } from 'vitest';
import { listPolicyVersions } from '../../../lambda/policies/list-policy-versions.ts';
import { aPolicyDesk } from '../../support/lambda/a-policy-desk.ts';
import { anOperator } from '../../support/lambda/builders.ts';

it('lists versions without documents, newest first and page by page', async () => {
  const desk = aPolicyDesk();
  for (const _version of [2, 3]) await desk.create();
  const list = (limit: number, cursor?: string) =>
    listPolicyVersions(anOperator(), 'registration', { limit, cursor }, desk.dependencies);
  const first = await list(2);
  expect(first.data.map(({ version, active }) => [version, active])).toEqual([
    [3, false],
    [2, false],
  ]);
  expect(first).toMatchObject({ has_more: true, next_cursor: '2' });
  expect(first.data[0]).not.toHaveProperty('document');
  const last = await list(2, '2');
  expect(last.data).toMatchObject([{ version: 1, active: true, origin: 'stage' }]);
  expect(last).toMatchObject({ has_more: false, next_cursor: null });
});

it('has the version of the config before an operator has written one', async () => {
  const { dependencies } = aPolicyDesk();
  const { data } = await listPolicyVersions(anOperator(), 'step_up', { limit: 20 }, dependencies);
  expect(data).toMatchObject([{ id: 'step_up', version: 1, active: true }]);
});
