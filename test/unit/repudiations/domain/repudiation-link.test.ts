import { expect, it } from 'vitest';
import { linkOf, placeOf, tokenOf, usedBy } from '../../../../lambda/repudiations/domain/repudiation-link.ts';
import { minutesAfter, NOON, TENANT } from '../../../support/lambda/builders.ts';

const about = { tenant: TENANT, id: 'rl_01kjq8w0g3x7c9v2m5n8b4t6rd', user_id: 'user-1' };
const token = tokenOf(about, new Uint8Array(32));

it('a token says where its link is, and nothing else is one', () => {
  expect(placeOf(token)).toMatchObject({ tenant: TENANT, id: about.id });
  for (const text of [
    '',
    'a.b.c',
    token.slice(1).replace('cme', '#me'),
    `${token}A`,
    token.replace('rl_', 'cl_'),
  ])
    expect(placeOf(text), text).toBeUndefined();
});

it('a link can be used by one request within its time, with its own secret', () => {
  const link = linkOf(about, token, NOON);
  const place = placeOf(token) as NonNullable<ReturnType<typeof placeOf>>;
  const used = usedBy(link, place, 'key', NOON);
  expect(used?.used_by).toMatch(/^[0-9a-f]{64}$/);
  expect(usedBy(used, place, 'key', NOON)).toEqual(used);
  expect(usedBy(used, place, 'other', NOON)).toBeUndefined();
  expect(usedBy(undefined, place, 'key', NOON)).toBeUndefined();
  expect(usedBy(link, { ...place, secret_sha256: 'other' }, 'key', NOON)).toBeUndefined();
  expect(usedBy(link, place, 'key', minutesAfter(30 * 1440))).toBeUndefined();
});
