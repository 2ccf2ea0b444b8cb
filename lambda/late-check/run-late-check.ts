import type { LockoutLedgerStore } from '../abuse/ports/lockout-ledger.ts';
import { pairOf } from '../allowed-pairs/domain/allowed-pair.ts';
import type { AllowedPairs } from '../allowed-pairs/ports/allowed-pairs.ts';
import { hasConsent, type ReadConsentDependencies } from '../consents/require-consent.ts';
import type { UserFaceMapping } from '../enrollment/domain/face-mapping.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { PolicyOf } from '../policies/read-pinned-policy.ts';
import type { RateLimiter } from '../rate-limits/ports/rate-limiter.ts';
import { type CaseUser, inOrder } from '../review-cases/domain/review-case.ts';
import { type OpenReviewCaseDependencies, openReviewCase } from '../review-cases/open-review-case.ts';
import { type SearchAllShardsDependencies, searchAllShards } from '../search/search-all-shards.ts';
import { consentingTo, type VerificationSession } from '../sessions/domain/verification-session.ts';
import { emitCalls } from '../sessions/emit-check.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import type { LateCheckMode, LateCheckRequest } from './contract.ts';
import { overlaps, type RegistrationTimes } from './domain/overlap.ts';

export interface RunLateCheckDependencies
  extends Omit<SearchAllShardsDependencies, 'policy'>,
    Omit<OpenReviewCaseDependencies, 'policy'>,
    ReadConsentDependencies {
  readonly policyOf: PolicyOf;
  readonly pairs: Pick<AllowedPairs, 'pairedWith'>;
  readonly mode: LateCheckMode;
  readonly sessions: Pick<SessionStore, 'get' | 'list'>;
  readonly enrollments: Pick<EnrollmentStore, 'faceRecords'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfUser'>;
  readonly enrolledImages: Pick<ImageStore, 'read' | 'keyOf'>;
  readonly lockouts: Pick<LockoutLedgerStore, 'update'>;
  readonly limiter: Pick<RateLimiter, 'reserve'>;
}

/** No registration runs longer than an hour. */
const LONGEST_REGISTRATION_MS = 3_600_000;
const SESSIONS_PER_PAGE = 100;

/**
 * Searches all shards once more for the face of an approved registration, when every search must find it. A
 * hit opens a case and locks the logins of the user who enrolled later; no session changes. It costs as many
 * calls as there are shards. Nobody is searched for who has withdrawn consent.
 * @throws SearchIncomplete if any shard did not answer
 */
export async function runLateCheck(
  request: LateCheckRequest,
  dependencies: RunLateCheckDependencies,
): Promise<void> {
  const { sessions, mappings, enrolledImages, policyOf, emit, mode } = dependencies;
  const { tenant, session_id, user_id } = request;
  const session = await sessions.get(tenant, session_id);
  const [own] = (await mappings.listOfUser(tenant, user_id)).filter((one) => one.session_id === session_id);
  const isDue =
    session !== undefined &&
    own !== undefined &&
    (await hasConsent(consentingTo(session), dependencies)) &&
    (mode === 'all' || (mode === 'overlapping' && (await ranBesideAnother(session, dependencies))));
  if (!isDue) {
    emit('LateCheck', 1, { Result: 'not_due' });
    return;
  }
  const [policy, image] = await Promise.all([
    policyOf(session),
    enrolledImages.read({ key: enrolledImages.keyOf(own.s3_image_url) }),
  ]);
  const deciding = { ...dependencies, policy };
  const { limiter, wait, generations } = dependencies;
  const { shards } = (await generations.get(tenant)).active;
  await wait((await limiter.reserve('SearchFacesByImage', tenant, shards)).waitMs);
  const { candidates, calls } = await searchAllShards(image, tenant, 'duplicate', 'faces', deciding);
  emitCalls(session.type, calls, emit);
  const [records, allowed] = await Promise.all([
    dependencies.enrollments.faceRecords(
      tenant,
      candidates.map(({ id }) => id),
    ),
    dependencies.pairs.pairedWith(tenant, user_id),
  ]);
  // a twin, who may be the most similar, hides no other duplicate
  const counts = (id?: string) => id !== user_id && !(id !== undefined && allowed.has(id));
  const other = candidates
    .map((face) => ({ face, record: records.get(face.id) }))
    .find(({ record }) => record?.state === 'mapped' && counts(record.user_id));
  emit('LateCheck', 1, { Result: other ? 'possible_duplicate' : 'clear' });
  if (other?.record?.user_id !== undefined) await report(own, other.record.user_id, other.face, deciding);
}

/** Sessions that may have enrolled a face at the same time. */
const OTHERS = (['processing', 'approved'] as const).flatMap((status) =>
  (['registration', 're_enrollment'] as const).map((type) => [status, type] as const),
);

/** Whether another registration of the tenant ran at the same time. */
async function ranBesideAnother(
  session: VerificationSession,
  { sessions }: Pick<RunLateCheckDependencies, 'sessions'>,
): Promise<boolean> {
  const times = timesOf(session);
  if (!times) return false;
  const since = Date.parse(session.created_at) - LONGEST_REGISTRATION_MS;
  for (const [status, type] of OTHERS) {
    let afterId: string | undefined;
    do {
      const filter = { status, type, livemode: true };
      const page = await sessions.list(session.tenant, filter, SESSIONS_PER_PAGE, afterId);
      for (const other of page.sessions) {
        const others = other.id === session.id ? undefined : timesOf(other);
        if (others && overlaps(times, others)) return true;
      }
      // the newest come first, and one that began so long before has ended
      const isOver = page.sessions.some(({ created_at }) => Date.parse(created_at) < since);
      afterId = isOver ? undefined : page.lastId;
    } while (afterId !== undefined);
  }
  return false;
}

const timesOf = ({ submitted_at, decision }: VerificationSession): RegistrationTimes | undefined =>
  submitted_at === undefined ? undefined : { submitted_at, ended_at: decision?.decided_at };

/** Opens the case and locks the user who enrolled later, whichever of the two is being checked. */
async function report(
  own: UserFaceMapping,
  otherUser: string,
  found: { readonly id: string; readonly similarity: number },
  dependencies: RunLateCheckDependencies & OpenReviewCaseDependencies,
): Promise<void> {
  const { mappings, lockouts, cases } = dependencies;
  const { tenant } = own;
  const other = (await mappings.listOfUser(tenant, otherUser)).find(({ face_id }) => face_id === found.id);
  // the other user was deleted meanwhile
  if (!other) return;
  const users = inOrder(caseUserOf(own), caseUserOf(other));
  const [older, younger] = users;
  // a check that runs again must not lock a user whose lock an operator has lifted since
  const pair = pairOf(older.user_id, younger.user_id);
  if (await cases.isKnownPair(tenant, 'possible_duplicate', pair)) return;
  // locked first: a case without a lock would never be noticed as unfinished
  await lockouts.update(tenant, { kind: 'user', id: younger.user_id }, (ledger) => ({
    ...ledger,
    blocked: true,
  }));
  await openReviewCase(
    {
      tenant,
      reason: 'possible_duplicate',
      users,
      similarity: found.similarity,
      face_model_version: other.face_model_version,
    },
    dependencies,
  );
}

const caseUserOf = ({
  user_id,
  face_id,
  collection_id,
  session_id,
  created_at,
}: UserFaceMapping): CaseUser => ({
  user_id,
  face_id,
  collection_id,
  session_id,
  enrolled_at: created_at,
});
