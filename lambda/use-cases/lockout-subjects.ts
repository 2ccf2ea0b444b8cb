import type { VerificationSession } from '../domain/verification-session.ts';
import type { LockoutSubject } from '../ports/lockout-ledger.ts';

/** Whose failed liveness checks count together: the user's always, and the device's where it is known. */
export const lockoutSubjects = (
  session: Pick<VerificationSession, 'user_id' | 'device_id'>,
): readonly LockoutSubject[] => [
  { kind: 'user', id: session.user_id },
  ...(session.device_id === undefined ? [] : [{ kind: 'device' as const, id: session.device_id }]),
];
