import { describe, expect, it } from 'vitest';
import { authenticateUser } from '../../../lambda/authentication/authenticate-user.ts';
import { aDoor, COLLECTION } from '../../support/lambda/a-door.ts';
import { aFace, aMapping, minutesAfter } from '../../support/lambda/builders.ts';

describe('an authentication by comparison', () => {
  it("compares with the user's own enrolled image", async () => {
    const door = aDoor('ann', { method: 'compare' });
    expect((await door.knock()).status).toBe('approved');
    expect(door.compared).toEqual(['ann']);
    expect(door.collections.calls).toEqual([]);
    const Type = 'authentication';
    for (const [name, dimensions] of [
      ['CheckCalls', { Type, Operation: 'CompareFaces' }],
      ['CheckRecorded', { Type, Check: 'selfie_quality', Result: 'passed' }],
      ['CheckRecorded', { Type, Check: 'face_match', Result: 'passed' }],
      ['CheckSimilarity', { Type, Check: 'face_match', Band: '99 to 100' }],
    ] as const)
      expect(door.metrics).toContainEqual({ name, value: 1, dimensions });
  });

  it('compares with the newest of several images, and lets in by any of them', async () => {
    const door = aDoor('ann', { method: 'compare' });
    for (const [minute, image] of [
      [-5, 'old'],
      [5, 'new'],
      [1, 'middle'],
    ] as const) {
      const face_id = image;
      const created_at = minutesAfter(minute).toISOString();
      const mapping = aMapping({
        face_id,
        image_id: image,
        created_at,
        s3_image_url: `s3://enrolled/${image}`,
      });
      door.mappings.mappings.set(face_id, mapping);
      door.enrolledImages.images.set(image, new TextEncoder().encode(image));
    }
    const decided = await door.knock();
    expect(door.compared.sort()).toEqual(['ann', 'middle', 'new']);
    expect(decided.checks.face_match?.billable_calls).toEqual({ CompareFaces: 3 });
    expect(decided.status).toBe('approved');
  });

  it('compares with the enrolled face, and with no bystander in its image', async () => {
    const door = aDoor('ann', { method: 'compare' });
    const { bbox } = aMapping();
    const faces = {
      ...door.faces,
      compareFaces: async () => ({
        selfieFace: bbox,
        faces: [
          { similarity: 100, boundingBox: { ...bbox, left: 0.8 } },
          { similarity: 7, boundingBox: bbox },
        ],
      }),
    };
    const decided = await authenticateUser(door.session, { ...door, faces });
    expect(decided.checks.face_match?.measures).toMatchObject([{ value: 7 }]);
    expect(decided.status).toBe('declined');
  });

  it('lets in at the threshold, and not below it', async () => {
    const at = async (similarity: number) =>
      (await aDoor('ann', { method: 'compare', similarity }).knock()).status;
    expect([await at(95), await at(94.9)]).toEqual(['approved', 'declined']);
  });

  it('does not let an impostor or an unknown user in', async () => {
    const impostor = await aDoor('bob', { method: 'compare' }).knock();
    expect(impostor.decision?.reason_codes).toEqual(['face_not_recognized']);
    expect(impostor.checks.face_match).toMatchObject({
      measures: [{ name: 'similarity_percent', value: 12, limit: '>= 95' }],
      billable_calls: { CompareFaces: 1 },
    });
    const door = aDoor('ann', { method: 'compare' });
    const session = { ...door.session, user_id: 'user-3' };
    door.sessions.sessions.set('acme#vs_1', session);
    expect((await door.knock(session)).decision?.reason_codes).toEqual(['user_not_enrolled']);
  });

  it('does the same work for an unknown user: as many reads and comparisons', async () => {
    const workFor = async (user_id: string) => {
      const door = aDoor('ann', { method: 'compare' });
      const session = { ...door.session, user_id };
      door.sessions.sessions.set('acme#vs_1', session);
      const work: string[] = [];
      for (const store of [door.images, door.enrolledImages]) {
        const read = store.read.bind(store);
        store.read = (image) => {
          work.push('read');
          return read(image);
        };
      }
      const compareFaces = door.faces.compareFaces;
      door.faces.compareFaces = (selfie, reference) => {
        work.push('compare');
        return compareFaces(selfie, reference);
      };
      await door.knock(session);
      return work;
    };
    expect(await workFor('user-3')).toEqual(['read', 'read', 'compare']);
    expect(await workFor('user-1')).toEqual(['read', 'read', 'compare']);
  });
});

describe('the quality gate of an authentication', () => {
  it.each(['ann', 'bob'])('declines for that alone, whoever %s is', async (person) => {
    const door = aDoor(person, { faces: [aFace({ sharpness: 1 })] });
    expect((await door.knock()).decision?.reason_codes).toEqual(['image_too_blurry']);
    // a face that does not match counts only where the picture is good
    expect(door.sessions.lockouts.ledgers.size).toBe(0);
    expect(door.sessions.stored('acme', 'vs_1').checks.selfie_quality).toMatchObject({
      status: 'failed',
      billable_calls: { DetectFaces: 1 },
    });
    expect(door.metrics.filter(({ name }) => name === 'QualityRuleFailed')).toEqual([
      {
        name: 'QualityRuleFailed',
        value: 1,
        dimensions: { Type: 'authentication', Image: 'selfie', ReasonCode: 'image_too_blurry' },
      },
    ]);
  });

  it('declines for that also where the search fails, which a good picture would have to wait for', async () => {
    const throttled = Object.assign(new Error('slow down'), { name: 'AccessDeniedException' });
    const poor = aDoor('ann', { faces: [aFace({ sharpness: 1 })] });
    poor.collections.broken.set(COLLECTION, throttled);
    expect((await poor.knock()).decision?.reason_codes).toEqual(['image_too_blurry']);
    const good = aDoor('ann');
    good.collections.broken.set(COLLECTION, throttled);
    await expect(good.knock()).rejects.toThrow('cannot be searched');
  });

  it('declines what is no image', async () => {
    const door = aDoor('ann');
    door.images.images.set('selfie', new Uint8Array([1]));
    expect((await door.knock()).decision?.reason_codes).toEqual(['image_format_unsupported']);
    const unreadable = aDoor('ann');
    const faces = { ...unreadable.faces, detectFaces: async () => undefined };
    const decided = await authenticateUser(unreadable.session, { ...unreadable, faces });
    expect(decided.decision?.reason_codes).toEqual(['image_format_unsupported']);
  });
});
