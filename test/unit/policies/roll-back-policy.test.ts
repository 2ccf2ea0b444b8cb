import { expect, it } from 'vitest';
import { rollBackPolicy } from '../../../lambda/policies/roll-back-policy.ts';
import { aPolicyDesk } from '../../support/lambda/a-policy-desk.ts';
import { anOperator } from '../../support/lambda/builders.ts';

const rollBack = (desk: ReturnType<typeof aPolicyDesk>, id = 'registration') =>
  rollBackPolicy(anOperator(), id, desk.dependencies);

it('activates the version that was active before, and back', async () => {
  const desk = aPolicyDesk();
  await desk.create();
  await desk.activate(2);
  expect(await rollBack(desk)).toMatchObject({
    active_version: 1,
    previous_version: 2,
    active_by: 'operator',
  });
  expect(await rollBack(desk)).toMatchObject({ active_version: 2, previous_version: 1 });
});

it('is refused where nothing was before, and for no policy at all', async () => {
  const desk = aPolicyDesk();
  await expect(rollBack(desk)).rejects.toMatchObject({ code: 'invalid_state' });
  await expect(rollBack(desk, 'payment')).rejects.toMatchObject({ code: 'not_found' });
});
