import { expect, it } from 'vitest';
import { comparePolicyVersions } from '../../../lambda/policies/compare-policy-versions.ts';
import { aPolicyDesk } from '../../support/lambda/a-policy-desk.ts';
import { anOperator } from '../../support/lambda/builders.ts';

it('names every member that differs from the active version, or from another', async () => {
  const desk = aPolicyDesk();
  await desk.create({ change: { attempts: { document: 1 }, duplicates: 'decline' } });
  await desk.create({ base: 2, change: { duplicates: 'review' } });
  const compare = (version: string, other?: number) =>
    comparePolicyVersions(anOperator(), 'registration', version, other, desk.dependencies);
  expect(await compare('2')).toEqual({
    id: 'registration',
    from: 1,
    to: 2,
    differences: [
      { path: 'attempts.document', before: 3, after: 1 },
      { path: 'duplicates', before: 'review', after: 'decline' },
    ],
  });
  expect(await compare('3', 2)).toMatchObject({ from: 2, differences: [{ path: 'duplicates' }] });
  expect((await compare('1')).differences).toEqual([]);
  await expect(compare('1', 9)).rejects.toMatchObject({ code: 'not_found' });
});
