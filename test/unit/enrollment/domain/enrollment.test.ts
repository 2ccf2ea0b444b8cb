import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  copiesOf,
  enrollmentClaim,
  faceState,
  facesOf,
  isEnrolled,
  LONGEST_ENROLLMENT_MS,
  meetCompetitor,
} from '../../../../lambda/enrollment/domain/enrollment.ts';
import { createIdentifier } from '../../../../lambda/kernel/identifier.ts';
import { aClaim, anIndexedFace, minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const anImageId = (time: Date, seed = 0) => createIdentifier('img', time, new Uint8Array(10).fill(seed));

describe('an enrollment that meets the same face of another', () => {
  it('is a duplicate of a face that is mapped, and ignores one that is ruled out', () => {
    const own = anImageId(NOON);
    for (const imageId of [anImageId(minutesAfter(-5)), anImageId(minutesAfter(5)), undefined]) {
      expect(meetCompetitor(own, { state: 'mapped', imageId }, NOON)).toBe('duplicate');
      expect(meetCompetitor(own, { state: 'revoked', imageId }, NOON)).toBe('ignore');
    }
  });

  it('waits for an older one under way, and rules out a younger one', () => {
    const own = anImageId(NOON);
    expect(meetCompetitor(own, { state: 'pending', imageId: anImageId(minutesAfter(-1)) }, NOON)).toBe(
      'wait',
    );
    expect(meetCompetitor(own, { state: 'pending', imageId: anImageId(minutesAfter(1)) }, NOON)).toBe(
      'revoke',
    );
  });

  it('never has both wait, and never has both go on', () => {
    const minutes = fc.integer({ min: -59, max: 0 });
    fc.assert(
      fc.property(minutes, minutes, fc.nat(255), fc.nat(255), (one, other, seed, otherSeed) => {
        const [mine, theirs] = [
          anImageId(minutesAfter(one), seed),
          anImageId(minutesAfter(other), otherSeed),
        ];
        fc.pre(mine !== theirs);
        const meetings = [
          meetCompetitor(mine, { state: 'pending', imageId: theirs }, NOON),
          meetCompetitor(theirs, { state: 'pending', imageId: mine }, NOON),
        ];
        expect(meetings.sort()).toEqual(['revoke', 'wait']);
      }),
    );
  });

  it('rules out a leftover that no enrollment can be working on any more, and not a moment before', () => {
    const own = anImageId(NOON);
    const meetingAfter = (milliseconds: number) =>
      meetCompetitor(
        own,
        { state: 'pending', imageId: anImageId(minutesAfter(-1)) },
        new Date(minutesAfter(-1).getTime() + milliseconds),
      );
    expect(LONGEST_ENROLLMENT_MS).toBe(60 * 60 * 1000);
    expect(meetingAfter(LONGEST_ENROLLMENT_MS)).toBe('wait');
    expect(meetingAfter(LONGEST_ENROLLMENT_MS + 1)).toBe('revoke');
  });

  it('waits for the record of a younger one that may be allowed, and for no leftover', () => {
    const meet = (minute: number, now = NOON) =>
      meetCompetitor(
        anImageId(NOON),
        { state: 'pending', imageId: anImageId(minutesAfter(minute)), mayBeAllowed: true },
        now,
      );
    expect([meet(-1), meet(1)]).toEqual(['wait', 'wait']);
    expect(meet(1, minutesAfter(62))).toBe('revoke');
  });

  describe('in the review band', () => {
    const meet = (state: 'pending' | 'mapped' | 'revoked', imageId: string | undefined, now = NOON) =>
      meetCompetitor(anImageId(NOON), { state, imageId, isInBand: true }, now);

    it('rules nobody out, and ends by itself where it would', () => {
      expect(meet('mapped', undefined)).toBe('duplicate');
      expect(meet('revoked', undefined)).toBe('ignore');
      expect(meet('pending', anImageId(minutesAfter(-1)))).toBe('wait');
      expect(meet('pending', anImageId(minutesAfter(1)))).toBe('duplicate');
    });

    it('ignores what no enrollment can be working on', () => {
      expect(meet('pending', anImageId(minutesAfter(-1)), minutesAfter(60))).toBe('ignore');
      for (const imageId of ['from another tool', undefined]) expect(meet('pending', imageId)).toBe('ignore');
    });
  });

  it('rules out a face that no enrollment of ours has indexed', () => {
    // each sorts before our own id, for which an enrollment of ours would wait
    for (const imageId of ['from another tool', '', undefined])
      expect(meetCompetitor(anImageId(NOON), { state: 'pending', imageId }, NOON)).toBe('revoke');
  });
});

describe('the faces of a claim', () => {
  const [face, copy, other] = ['face-1', 'face-2', 'face-3'].map((face_id) => anIndexedFace({ face_id }));
  if (!face || !copy || !other) throw new Error('three were made');
  const stitched = { image: 1, others: [{ image: 0, face: other, rejected_for: ['image_too_dark'] }] };

  it('are none before anything is indexed', () => {
    expect(copiesOf(aClaim())).toEqual([]);
    expect(facesOf(aClaim())).toEqual([]);
  });

  it('are the judged one, its copies, and those of further images', () => {
    const claim = aClaim({ face, copies: { 'x.g2.1': copy }, stitched });
    expect(copiesOf(claim)).toEqual([face, copy]);
    expect(facesOf(claim)).toEqual([face, copy, other]);
    expect(facesOf(aClaim({ copies: { 'x.g2.1': copy } }))).toEqual([copy]);
  });

  it('are in one of three states', () => {
    expect(faceState.options).toEqual(['pending', 'mapped', 'revoked']);
  });
});

it('a user is enrolled by a claim, or by the enrollment before it', () => {
  const former = aClaim({ state: 'enrolled', session_id: 'vs_0' });
  expect(isEnrolled(aClaim())).toBe(false);
  expect(isEnrolled(aClaim({ state: 'enrolled' }))).toBe(true);
  expect(isEnrolled(aClaim({ former }))).toBe(true);
  expect(isEnrolled(aClaim({ state: 'enrolled', former }))).toBe(true);
});

describe('a claim', () => {
  const planned = {
    collection_id: 'x.g1.0',
    image_id: 'img_1',
    generations_revision: 3,
    copies: ['x.g2.1'],
    without_shard: ['g3'],
  };
  const whole = aClaim({
    state: 'enrolled',
    attributes: { country: 'de' },
    similarity: 98.7,
    planned,
    face: anIndexedFace(),
    copies: { 'x.g2.1': anIndexedFace({ face_id: 'face-2' }) },
    stitched: { image: 1, others: [{ image: 0, face: anIndexedFace(), rejected_for: ['image_too_dark'] }] },
    rejected_for: [],
  });

  it('is stored and read whole', () => {
    for (const claim of [aClaim(), whole]) expect(enrollmentClaim.parse(claim)).toStrictEqual(claim);
  });

  it('was planned before there were migrations where it does not say otherwise', () => {
    const early = { collection_id: 'x.g1.0', image_id: 'img_1' };
    expect(enrollmentClaim.parse({ ...aClaim(), planned: early }).planned).toStrictEqual({
      ...early,
      generations_revision: 0,
      copies: [],
    });
  });

  it.each([
    ['of a state that does not exist', { state: 'lost' }],
    ['on an image that lies nowhere', { image: {} }],
    ['planned before the first revision', { planned: { ...planned, generations_revision: -1 } }],
    ['of a face before the first of its images', { stitched: { image: -1, others: [] } }],
    [
      'with a further face that nobody judged',
      { stitched: { image: 0, others: [{ image: 1, face: anIndexedFace() }] } },
    ],
    [
      'with a further face of no image',
      { stitched: { image: 0, others: [{ image: -1, face: anIndexedFace(), rejected_for: [] }] } },
    ],
  ])('is refused %s', (_what, changes) => {
    expect(enrollmentClaim.safeParse({ ...whole, ...changes }).success).toBe(false);
  });
});
