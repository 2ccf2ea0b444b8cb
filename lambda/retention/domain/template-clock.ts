import type { UserFaceMapping } from '../../enrollment/domain/face-mapping.ts';
import { creationTimeOf } from '../../kernel/identifier.ts';

const DAY_MS = 86_400_000;

/** A face of a user, as far as its age goes. */
type AgingFace = Pick<UserFaceMapping, 'session_id' | 'created_at'>;

/**
 * Returns when the person of a face took part in its enrollment: the time of the session or index job, which
 * a migration or a repaired mapping leaves as it is.
 */
export const enrolledAt = ({ session_id, created_at }: AgingFace): Date =>
  creationTimeOf(session_id) ?? new Date(created_at);

/**
 * Returns when a user last took part in anything: the newest of the enrollments and the last recognition.
 * @param faces every face of the user; at least one
 * @param recognizedAt time that is kept of the last recognition, if any
 */
export function lastInteractionOf(faces: readonly AgingFace[], recognizedAt: string | undefined): Date {
  const times = faces.map((face) => enrolledAt(face).getTime());
  if (recognizedAt !== undefined) times.push(Date.parse(recognizedAt));
  return new Date(Math.max(...times));
}

/** Whether a number of days have passed since a time. */
export const hasPassed = (since: Date, days: number, now: Date): boolean =>
  now.getTime() - since.getTime() >= days * DAY_MS;
