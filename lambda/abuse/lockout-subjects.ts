import type { LockoutSubject } from './ports/lockout-ledger.ts';

/** Whose failed liveness checks count together: the user's always, and the device's where it is known. */
export const lockoutSubjects = (session: {
  readonly user_id: string;
  readonly device_id?: string | undefined;
}): readonly LockoutSubject[] => [
  { kind: 'user', id: session.user_id },
  ...(session.device_id === undefined ? [] : [{ kind: 'device' as const, id: session.device_id }]),
];
