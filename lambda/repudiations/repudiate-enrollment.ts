import { freezeUser } from '../abuse/freeze-user.ts';
import type { LockoutLedgerStore } from '../abuse/ports/lockout-ledger.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import { DEFAULT_POLICY } from '../kernel/default-policy.ts';
import type { PolicyOf } from '../policies/read-pinned-policy.ts';
import { type OpenReviewCaseDependencies, openReviewCase } from '../review-cases/open-review-case.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import type { RepudiationView } from './contract.ts';

export interface RepudiateEnrollmentDependencies extends Omit<OpenReviewCaseDependencies, 'policy'> {
  readonly lockouts: Pick<LockoutLedgerStore, 'update'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfUser'>;
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly policyOf: PolicyOf;
}

/**
 * Takes the statement of a person that they did not enroll (NIST SP 800-63A-4, 3.10): freezes the user first,
 * so that nothing is approved from then on, then opens a case about the newest enrollment. Repeating it opens
 * no second case. A user without faces is frozen too, since an enrollment may be under way.
 */
export async function repudiateEnrollment(
  tenant: string,
  userId: string,
  dependencies: RepudiateEnrollmentDependencies,
): Promise<RepudiationView> {
  const { lockouts, mappings, sessions, policyOf, clock, emit } = dependencies;
  const faces = await mappings.listOfUser(tenant, userId);
  const newest = [...faces].sort((one, other) => other.created_at.localeCompare(one.created_at))[0];
  const session_id = newest?.session_id;
  const freeze = {
    ...{ at: clock().toISOString(), reason: 'repudiated' as const },
    ...(session_id === undefined ? {} : { session_id }),
  };
  const isNew = await freezeUser(tenant, userId, freeze, lockouts);
  emit('Repudiation', 1, { Result: isNew ? 'frozen' : 'repeated' });
  if (session_id !== undefined) {
    const session = await sessions.get(tenant, session_id);
    // a session that has expired, or an index job, pins no policy
    const policy = session ? await policyOf(session) : DEFAULT_POLICY;
    const about = { id: session_id, run: session?.runs ?? 1, user_id: userId };
    await openReviewCase({ tenant, reason: 'repudiated', session: about }, { ...dependencies, policy });
  }
  return { status: 'frozen' };
}
