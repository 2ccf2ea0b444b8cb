import { expect, it } from 'vitest';
import {
  eventOfEnrollment,
  eventOfRemoval,
  eventOfReplacement,
} from '../../../../lambda/enrollment/domain/enrollment-event.ts';
import { replaceEarlier } from '../../../../lambda/enrollment/domain/replaced-enrollments.ts';
import { aClaim, aMapping, NOON } from '../../../support/lambda/builders.ts';

const mapping = aMapping();
const copy = { ...mapping, face_id: 'copy', collection_id: 'face-idv.acme.g2.0' };

it('reports an enrollment once, however many generations hold its face', () => {
  expect(eventOfEnrollment([mapping, copy], false)).toMatchObject({
    type: 'enrollment.added',
    id: `${mapping.image_id}-added`,
    subject: mapping.user_id,
    user_id: mapping.user_id,
    session_id: mapping.session_id,
    details: { replaces: false },
  });
  expect(eventOfEnrollment([], false)).toBeUndefined();
});

it('names the index job instead of a session', () => {
  const bulk = eventOfEnrollment([{ ...mapping, source: 'bulk', session_id: 'ij_1' }], false);
  expect(bulk?.details).toEqual({ index_job_id: 'ij_1', replaces: false });
  expect(bulk).not.toHaveProperty('session_id');
});

it('reports a removal by its image, so that the copy of a migration adds none', () => {
  const event = eventOfRemoval(mapping, NOON);
  expect(event).toMatchObject({ type: 'enrollment.removed', details: { images: 1, cause: 'deleted' } });
  expect(eventOfRemoval(copy, NOON).id).toBe(event.id);
});

it('reports the enrollments that a new one has replaced, together', () => {
  const other = { ...mapping, face_id: 'f2', image_id: 'img_2', image_sha256: 'sha-2' };
  const claim = aClaim({ image_sha256: 'sha-new' });
  const replaced = replaceEarlier(claim, [], [mapping, copy, other], 'fd_1', NOON);
  if (!replaced) throw new Error('nothing was replaced');
  expect(eventOfReplacement(replaced)).toMatchObject({
    id: 'fd_1-replaced',
    user_id: mapping.user_id,
    details: { images: 2, cause: 'replaced' },
  });
  expect(eventOfReplacement({ ...replaced, faces: [] })).toBeUndefined();
});
