import { expect, it } from 'vitest';
import {
  createRepudiationLink,
  toRepudiationLinkView,
} from '../../../lambda/repudiations/create-repudiation-link.ts';
import { aRepudiation } from '../../support/lambda/a-repudiation.ts';
import { aCaller, TENANT } from '../../support/lambda/builders.ts';

it('a link has another secret in every answer, which is kept as its hash alone, and none once it was used', async () => {
  const { dependencies, links } = aRepudiation();
  const caller = aCaller(['users'], 'backend');
  const link = await createRepudiationLink(dependencies);
  const [one, other] = [
    await toRepudiationLinkView(caller, 'user-1', link, dependencies),
    await toRepudiationLinkView(caller, 'user-1', link, dependencies),
  ];
  expect(other.token).not.toBe(one.token);
  expect(other.token.startsWith(`${TENANT}.${link.id}.`)).toBe(true);
  const kept = await links.get(TENANT, link.id);
  expect(JSON.stringify(kept)).not.toContain(other.token.split('.')[2]);
  await links.put({ ...(kept as NonNullable<typeof kept>), used_by: 'hash' });
  await expect(toRepudiationLinkView(caller, 'user-1', link, dependencies)).rejects.toMatchObject({
    code: 'invalid_state',
  });
});
