import type { LockoutSubject } from './ports/lockout-ledger.ts';

/** Subjects whose failed liveness checks are counted: the user always, and the device if known. */
export const lockoutSubjects = (session: {
  readonly user_id: string;
  readonly device_id?: string | undefined;
}): readonly LockoutSubject[] => [
  { kind: 'user', id: session.user_id },
  ...(session.device_id === undefined ? [] : [{ kind: 'device' as const, id: session.device_id }]),
];
