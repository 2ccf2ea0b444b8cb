import { describe, expect, it } from 'vitest';
import { compareCapture } from '../../../lambda/captures/compare-capture.ts';
import { HASHED } from '../../../lambda/captures/domain/perceptual-hash.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import type { VerificationPolicy } from '../../../lambda/kernel/policy.ts';
import { minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryCaptures } from '../../support/lambda/in-memory-captures.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';

type Near = VerificationPolicy['replay']['near'];
const encode = (text: string) => new TextEncoder().encode(text);

/**
 * A tenant's liveness checks. A picture is a text such as `ann#2`: what it looks like, and which of the
 * pictures that look like it.
 */
function aTenant({ captures = new InMemoryCaptures(), tenant = TENANT } = {}) {
  const images = new InMemoryImages();
  const read: string[] = [];
  const dependencies = {
    captures,
    images: {
      read: async ({ key }: { readonly key: string }) => {
        read.push(key);
        return images.read({ key });
      },
    },
    editor: {
      shrinkToGray: async (picture: Uint8Array) => {
        const [looks = ''] = new TextDecoder().decode(picture).split('#');
        if (looks === 'broken') return undefined;
        // stripes of a width by its name
        const width = 2 + (looks.length % 7);
        return Uint8Array.from({ length: HASHED.width * HASHED.height }, (_, at) =>
          Math.floor(at / width) % 2 === 0 ? 40 : 200,
        );
      },
    },
    clock: () => NOON,
  };
  const check = (
    session_id: string,
    pictures: readonly string[],
    near: Near = 'review',
    retained_until = minutesAfter(60).toISOString(),
  ) => {
    const references = pictures.map((picture, index) => {
      const key = `${session_id}/${index}`;
      images.images.set(key, encode(picture));
      return { key };
    });
    const [reference = { key: 'none' }, ...auditImages] = references;
    const session = { tenant, id: session_id, user_id: `user of ${session_id}`, retained_until };
    const policy = { ...DEFAULT_POLICY, replay: { ...DEFAULT_POLICY.replay, near } };
    return compareCapture(session, { reference, auditImages }, { ...dependencies, policy });
  };
  return { check, captures, read };
}

describe('a capture', () => {
  it('of a live person is compared by every picture, and found nowhere', async () => {
    const { check, captures, read } = aTenant();
    expect((await check('vs_1', ['ann#1', 'ann#2', 'ann#3'])).reason_codes).toEqual([]);
    expect((await check('vs_2', ['charlotte#1', 'charlotte#2'])).reason_codes).toEqual([]);
    expect(captures.owners.size).toBe(5);
    expect(read.filter((key) => key.startsWith('vs_1'))).toHaveLength(3);
  });

  it.each([
    ['reference image', ['ann#1'], ['ann#1', 'ann#4']],
    ['audit image', ['ann#1', 'ann#2'], ['ann#4', 'ann#2']],
    ['audit image, now the reference', ['ann#1', 'ann#2'], ['ann#2', 'ann#5']],
  ])('is a replay by an equal %s of another session, also if it looks the same', async (_, first, again) => {
    const { check } = aTenant();
    await check('vs_1', first);
    expect(await check('vs_2', again)).toMatchObject({
      reason_codes: ['replay_suspected'],
      copies: [{ session_id: 'vs_1', user_id: 'user of vs_1', kind: 'equal' }],
    });
  });

  it('is no replay of its own session, whose check is completed again after a fault', async () => {
    const { check } = aTenant();
    const first = await check('vs_1', ['ann#1', 'ann#1', 'ann#2']);
    expect(await check('vs_1', ['ann#1', 'ann#1', 'ann#2'])).toEqual(first);
    expect(first.reason_codes).toEqual([]);
  });

  it('is known as that of the session that had it first, by all that follow', async () => {
    const { check } = aTenant();
    for (const id of ['vs_1', 'vs_2', 'vs_3']) await check(id, ['ann#1']);
    expect((await check('vs_4', ['ann#1'])).copies?.map(({ session_id }) => session_id)).toEqual(['vs_1']);
  });

  it('leaves exactly one of many that come together unsuspected', async () => {
    const { check } = aTenant();
    const found = await Promise.all(
      Array.from({ length: 8 }, (_, index) => check(`vs_${index}`, ['ann#1', 'ann#2'], 'off')),
    );
    expect(found.filter(({ reason_codes }) => reason_codes.length === 0)).toHaveLength(1);
  });

  it('is forgotten with the session that it names', async () => {
    const { check } = aTenant();
    await check('vs_1', ['ann#1'], 'review', NOON.toISOString());
    expect((await check('vs_2', ['ann#1'])).reason_codes).toEqual([]);
  });

  it('of another tenant is not known', async () => {
    const captures = new InMemoryCaptures();
    await aTenant({ captures }).check('vs_1', ['ann#1']);
    expect((await aTenant({ captures, tenant: 'globex' }).check('vs_2', ['ann#1'])).reason_codes).toEqual([]);
  });
});

describe('a capture that looks like another one', () => {
  it('is a near copy, with the distance', async () => {
    const { check } = aTenant();
    await check('vs_1', ['ann#1']);
    expect(await check('vs_2', ['ann#2'])).toMatchObject({
      reason_codes: ['near_copy_suspected'],
      copies: [{ session_id: 'vs_1', kind: 'near', different_bits: 0 }],
    });
  });

  it('is not looked for where the policy says so, and leaves no trace', async () => {
    const { check, captures } = aTenant();
    await check('vs_1', ['ann#1'], 'off');
    expect(await check('vs_2', ['ann#2'], 'off')).toMatchObject({
      status: 'passed',
      measures: [{ name: 'equal_captures', value: 0, limit: '0' }],
      billable_calls: {},
      cost_usd: 0,
    });
    expect(captures.bands.size).toBe(0);
  });

  it('is looked for by its reference image alone', async () => {
    const { check } = aTenant();
    await check('vs_1', ['ann#1', 'charlotte#1']);
    expect((await check('vs_2', ['charlotte#2', 'ann#2'])).reason_codes).toEqual([]);
  });

  it('is found by at least one of two that come together', async () => {
    const { check } = aTenant();
    const found = await Promise.all([check('vs_1', ['ann#1']), check('vs_2', ['ann#2'])]);
    expect(found.flatMap(({ reason_codes }) => reason_codes).length).toBeGreaterThan(0);
  });

  it('is left to the quality gate if it cannot be decoded', async () => {
    const { check } = aTenant();
    await check('vs_1', ['broken#1']);
    expect((await check('vs_2', ['broken#2'])).reason_codes).toEqual([]);
  });
});
