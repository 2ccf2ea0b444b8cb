import { describe, expect, it } from 'vitest';
import {
  createRepudiationLink,
  toRepudiationLinkView,
} from '../../../lambda/repudiations/create-repudiation-link.ts';
import { placeOf } from '../../../lambda/repudiations/domain/repudiation-link.ts';
import { repudiateByLink } from '../../../lambda/repudiations/repudiate-by-link.ts';
import { aRepudiation } from '../../support/lambda/a-repudiation.ts';
import { aCaller, TENANT } from '../../support/lambda/builders.ts';

const DAY = 1440;
const refusal = { code: 'repudiation_link_invalid' };

async function aNotice() {
  const world = aRepudiation();
  const { dependencies } = world;
  const caller = aCaller(['users'], 'backend');
  const link = await createRepudiationLink(dependencies);
  const view = () => toRepudiationLinkView(caller, 'user-1', link, dependencies);
  const { token } = await view();
  const deny = (key = 'key', one = token) => {
    const place = placeOf(one);
    if (!place) throw new Error('no token');
    return repudiateByLink(place, key, dependencies);
  };
  return { ...world, token, view, deny };
}

describe('the link of a notice', () => {
  it('freezes the user once, and answers the same request again', async () => {
    const { deny, lockouts, cases, results } = await aNotice();
    expect(await deny()).toEqual({ status: 'frozen' });
    expect(await deny()).toEqual({ status: 'frozen' });
    await expect(deny('another key')).rejects.toMatchObject(refusal);
    expect((await lockouts.read(TENANT, { kind: 'user', id: 'user-1' })).frozen).toBeDefined();
    expect(cases.cases).toHaveLength(1);
    expect(results()).toEqual(['link', 'frozen', 'repeated', 'refused']);
  });

  it('is refused with one answer if it is unknown, forged, void or a month old', async () => {
    const { deny, token, view, time, lockouts } = await aNotice();
    await expect(
      deny(
        'key',
        token.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A')),
      ),
    ).rejects.toMatchObject(refusal);
    await expect(deny('key', token.replace(TENANT, 'other'))).rejects.toMatchObject(refusal);
    const again = await view();
    await expect(deny()).rejects.toMatchObject(refusal);
    time.minutes = 30 * DAY;
    await expect(deny('key', again.token)).rejects.toMatchObject(refusal);
    expect((await lockouts.read(TENANT, { kind: 'user', id: 'user-1' })).frozen).toBeUndefined();
    time.minutes = 30 * DAY - 1;
    expect(await deny('key', again.token)).toEqual({ status: 'frozen' });
  });

  it('works for one of several requests at once', async () => {
    const { deny } = await aNotice();
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((key) => deny(key)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
