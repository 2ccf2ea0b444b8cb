import { outboxEventOf } from '../../kernel/make-outbox-event.ts';
import type { OutboxEvent } from '../../kernel/outbox-event.ts';
import { facesOfUser, type UserFaceMapping } from './face-mapping.ts';
import type { ReplacedEnrollments } from './replaced-enrollments.ts';

/**
 * Returns the event of a user who is enrolled by an image; undefined if nothing was mapped.
 * @param mappings of the image, one for each generation
 * @param replaces whether the enrollments before it are removed
 */
export function eventOfEnrollment(
  mappings: readonly UserFaceMapping[],
  replaces: boolean,
): OutboxEvent | undefined {
  const [first] = mappings;
  if (!first) return undefined;
  const { tenant, user_id, image_id, session_id, source, created_at } = first;
  return outboxEventOf(
    'enrollment.added',
    { id: `${image_id}-added`, tenant, subject: user_id, at: new Date(created_at) },
    { user_id, ...(source === 'selfie' ? { session_id } : { index_job_id: session_id }), replaces },
  );
}

/** Returns the event of an image that is no longer enrolled; its copies in other generations have none. */
export const eventOfRemoval = (
  { tenant, user_id, image_id }: Pick<UserFaceMapping, 'tenant' | 'user_id' | 'image_id'>,
  at: Date,
): OutboxEvent =>
  outboxEventOf(
    'enrollment.removed',
    { id: `${image_id}-removed`, tenant, subject: user_id, at },
    { user_id, images: 1, cause: 'deleted' },
  );

/** Returns the event of enrollments that a new one replaces; undefined if none had a face. */
export function eventOfReplacement({ faces, deletion }: ReplacedEnrollments): OutboxEvent | undefined {
  const [first] = faces;
  if (!first) return undefined;
  const { tenant, user_id } = first;
  return outboxEventOf(
    'enrollment.removed',
    { id: `${deletion.id}-replaced`, tenant, subject: user_id, at: new Date(deletion.requested_at) },
    { user_id, images: facesOfUser(faces), cause: 'replaced' },
  );
}
