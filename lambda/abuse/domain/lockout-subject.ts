import type { AbusePolicy } from '../../kernel/abuse-policy.ts';
import type { FailureRule } from './lockout.ts';

/** A user, a device, or a user on a device, whose failures are counted. */
export type LockoutSubject =
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'device'; readonly id: string }
  | { readonly kind: 'user_device'; readonly id: string; readonly device: string };

/** Cause of a failure that counts. Quality failures, faults and duplicates never do. */
export type FailureCause =
  | 'liveness_failed'
  | 'replayed_capture'
  | 'wrong_face_at_login'
  | 'wrong_face_at_registration';

/** Fields of a session that say whose failure it is. */
export interface FailingSession {
  readonly tenant: string;
  readonly user_id: string;
  readonly device_id?: string | undefined;
  /** Whether a backend has named the device; otherwise an end user claims it. */
  readonly device_vouched?: boolean | undefined;
}

/** Returns the subjects of a session: the user always, and the device if known. */
export const subjectsOf = ({ user_id, device_id }: FailingSession): readonly LockoutSubject[] => [
  { kind: 'user', id: user_id },
  ...(device_id === undefined
    ? []
    : ([
        { kind: 'user_device', id: user_id, device: device_id },
        { kind: 'device', id: device_id },
      ] as const)),
];

/**
 * Returns how a failure counts. Anybody may claim a device id, so a device that no backend vouches for is
 * locked only by the failures of several users. A worn card does not match its honest owner, so
 * mismatches at a registration never block.
 */
export const ruleFor = (
  { kind }: LockoutSubject,
  cause: FailureCause,
  { device_vouched = false }: FailingSession,
  { claimed_device_users }: Pick<AbusePolicy, 'claimed_device_users'>,
): FailureRule => ({
  minUsers: kind === 'device' && !device_vouched ? claimed_device_users : 1,
  mayBlock: cause !== 'wrong_face_at_registration',
});
