import type { AllowedPairs } from '../allowed-pairs/ports/allowed-pairs.ts';
import type { TenantGenerations } from '../collections/ports/generation-registry.ts';
import type { UserFaceMapping } from '../enrollment/domain/face-mapping.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { BillableCalls } from '../kernel/billing.ts';
import type { Check } from '../kernel/check.ts';
import { SIMILARITY_MEASURE } from '../kernel/check.ts';
import { creationTimeOf } from '../kernel/identifier.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import { generationOfCollection } from '../kernel/tenancy.ts';
import type { PolicyOf } from '../policies/read-pinned-policy.ts';
import { RateExhausted, type RateLimiter } from '../rate-limits/ports/rate-limiter.ts';
import { bestOfEachPerson } from '../search/domain/merge-search.ts';
import { facesOfCandidates } from '../search/faces-of-candidates.ts';
import { type SearchAllShardsDependencies, shardsOf } from '../search/search-all-shards.ts';
import { type CompleteSearch, type SearchTarget, searchCollections } from '../search/search-collections.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { userVectorId } from '../user-vectors/domain/user-vector.ts';
import type { Migration } from './domain/migration.ts';
import { compareVerdicts, type SearchVerdict, similarityChange } from './domain/shadow-read.ts';
import type { MigrationStore } from './ports/migration-store.ts';
import type { ShadowRead, ShadowReadRequest, ShadowReadStore } from './ports/shadow-reads.ts';

export interface ShadowReadDependencies extends Omit<SearchAllShardsDependencies, 'policy'> {
  readonly policyOf: PolicyOf;
  readonly migrations: Pick<MigrationStore, 'list'>;
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly enrollments: Pick<EnrollmentStore, 'faceRecords'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfUser'>;
  readonly pairs: Pick<AllowedPairs, 'pairedWith'>;
  readonly images: Pick<ImageStore, 'read'>;
  readonly shadowReads: Pick<ShadowReadStore, 'record'>;
  readonly limiter: Pick<RateLimiter, 'reserve'>;
  /** Logs why the new generation did not answer. */
  readonly reportFailure: (sessionId: string, error: unknown) => void;
}

/** A search decided by the old generation, and the part of its answer that is still valid. */
interface Decided {
  readonly migration: Migration;
  readonly filling: TenantGenerations['active'];
  readonly session: VerificationSession;
  readonly check: Check;
  /** Decided the session, and decides what is a match now. */
  readonly policy: VerificationPolicy;
  /** Faces of the session's user. */
  readonly own: readonly UserFaceMapping[];
  /** Users who form an allowed pair with that user by now; neither answer counts them. */
  readonly allowed: ReadonlySet<string>;
}

/**
 * Repeats a search of the old generation in the new one, and counts the result of the comparison. Only while
 * the migration is `ready`: a generation that is being filled does not contain everyone yet. Nothing is
 * counted if the matches are gone by now, since the answers would differ for that reason alone.
 */
export async function shadowRead(
  request: ShadowReadRequest,
  dependencies: ShadowReadDependencies,
): Promise<void> {
  const { shadowReads, emit } = dependencies;
  const decided = await findDecided(request, dependencies);
  const old = decided && (await verdictOfCheck(request, decided, dependencies));
  if (!old) {
    emit('ShadowRead', 1, { Result: 'not_comparable' });
    return;
  }
  const { session_id, search } = request;
  const read: ShadowRead = {
    session_id,
    search,
    ...(await searchNewGeneration(request, decided, old, dependencies)),
  };
  if (await shadowReads.record(decided.migration, read)) emit('ShadowRead', 1, { Result: read.result });
}

async function findDecided(
  { tenant, session_id, search }: ShadowReadRequest,
  { generations, migrations, sessions, mappings, pairs, policyOf }: ShadowReadDependencies,
): Promise<Decided | undefined> {
  const { filling } = await generations.get(tenant);
  const [migration] = (await migrations.list(tenant, 1)).migrations;
  if (!filling || migration?.status !== 'ready' || migration.to !== filling.generation) return undefined;
  const session = await sessions.get(tenant, session_id);
  const check = session?.checks[search];
  const asked = check?.searched_shards ?? [];
  if (!session || !check || asked.length === 0) return undefined;
  if (asked.some(({ generation }) => generation !== migration.from)) return undefined;
  const [policy, own, allowed] = await Promise.all([
    policyOf(session),
    mappings.listOfUser(tenant, session.user_id),
    pairs.pairedWith(tenant, session.user_id),
  ]);
  return { migration, filling, session, check, policy, own, allowed };
}

/** Returns the old generation's answer; undefined if its match is no longer enrolled. */
async function verdictOfCheck(
  { tenant, search }: ShadowReadRequest,
  { migration, check, session, own, allowed }: Decided,
  { enrollments }: ShadowReadDependencies,
): Promise<SearchVerdict | undefined> {
  const thresholdOf = (collectionId?: string) => {
    const shard = check.searched_shards?.find(({ collection_id }) => collection_id === collectionId);
    return shard?.threshold === undefined ? {} : { threshold: shard.threshold };
  };
  if (search === 'enrolled_face_search') {
    const enrolled = own.find(
      ({ collection_id }) => generationOfCollection(collection_id) === migration.from,
    );
    if (!enrolled) return undefined;
    const similarity = check.measures.find(({ name }) => name === SIMILARITY_MEASURE)?.value;
    if (check.status === 'failed' || typeof similarity !== 'number') return { people: [] };
    return { people: [session.user_id], similarity, ...thresholdOf(enrolled.collection_id) };
  }
  const matches = (check.matches ?? []).filter(
    // the new generation is asked about the selfie alone
    ({ user_id, collection_id, similarity, found_by }) =>
      found_by !== 'document' &&
      !allowed.has(user_id ?? '') &&
      similarity >= (thresholdOf(collection_id).threshold ?? 0),
  );
  const records = await enrollments.faceRecords(
    tenant,
    matches.map(({ face_id }) => face_id),
  );
  if (matches.some(({ face_id }) => records.get(face_id)?.state !== 'mapped')) return undefined;
  const [best] = matches;
  return {
    people: matches.flatMap(({ user_id }) => user_id ?? []),
    ...(best ? { similarity: best.similarity, ...thresholdOf(best.collection_id) } : {}),
  };
}

/** Searches the new generation and compares the answer; a failure is a result, too. */
async function searchNewGeneration(
  request: ShadowReadRequest,
  decided: Decided,
  old: SearchVerdict,
  dependencies: ShadowReadDependencies,
): Promise<Pick<ShadowRead, 'result' | 'change' | 'calls'>> {
  const { limiter, wait, images, reportFailure } = dependencies;
  const { tenant, image } = request;
  const targets = targetsOf(request, decided, dependencies);
  let calls: BillableCalls = {};
  try {
    if (targets.length > 0) await wait(await waitForPermits(tenant, targets.length, limiter));
    const { sensitivity, user_id } = decided.session;
    const search = await searchCollections(
      {
        tenant,
        image: await images.read(image),
        tier: request.search === 'duplicate_search' ? 'duplicate' : sensitivity,
        targets,
        enrolledOnly: true,
        ...(request.search === 'enrolled_face_search' ? { onlyUser: user_id } : {}),
      },
      // no person waits for this search, so it must not raise the alarms of deciding searches
      { ...dependencies, policy: decided.policy, emit: () => {} },
    );
    ({ calls } = search);
    const answer = await verdictOfSearch(search, decided, request, dependencies);
    const change = similarityChange(old, answer);
    return { result: compareVerdicts(old, answer), calls, ...(change ? { change } : {}) };
  } catch (error) {
    // a missing comparison does no harm, so it is not retried
    reportFailure(request.session_id, error);
    return { result: 'failed', calls };
  }
}

/** Maximum wait: a function times out after 28 s, and the search may take 20 of them. */
const LONGEST_WAIT_MS = 5_000;

/**
 * Reserves permits for the search.
 * @throws RateExhausted if others need the rate more: a comparison can be skipped
 */
async function waitForPermits(
  tenant: string,
  calls: number,
  limiter: Pick<RateLimiter, 'reserve'>,
): Promise<number> {
  const { waitMs } = await limiter.reserve('SearchFacesByImage', tenant, calls);
  if (waitMs > LONGEST_WAIT_MS)
    throw new RateExhausted(`permits for ${calls} searches are ${waitMs} ms away`);
  return waitMs;
}

/** Returns all shards for a duplicate search, or those with the user's own faces. */
function targetsOf(
  { tenant, search }: ShadowReadRequest,
  { filling, own }: Decided,
  { collectionPrefix }: ShadowReadDependencies,
): readonly SearchTarget[] {
  const shards = shardsOf(collectionPrefix, tenant, filling, 'people');
  if (search === 'duplicate_search') return shards;
  return shards.filter(({ collectionId }) => own.some(({ collection_id }) => collection_id === collectionId));
}

/** Returns which of the people enrolled at the time of the old search are found in the new generation. */
async function verdictOfSearch(
  { candidates, shards }: CompleteSearch,
  { session, check, policy, own, allowed }: Decided,
  { tenant, search }: ShadowReadRequest,
  dependencies: ShadowReadDependencies,
): Promise<SearchVerdict> {
  const { user_id } = session;
  const ownIds = own.map(({ face_id }) => face_id);
  const faces = await facesOfCandidates(
    candidates,
    new Map([[userVectorId(tenant, user_id), ownIds]]),
    dependencies,
  );
  const records = await dependencies.enrollments.faceRecords(
    tenant,
    faces.map(({ id }) => id),
  );
  const enrolledThen = ({ imageId = '' }: { readonly imageId?: string }) =>
    (creationTimeOf(imageId)?.getTime() ?? 0) <= Date.parse(check.started_at);
  const people = faces.flatMap((face) => {
    const record = records.get(face.id);
    if (record?.state !== 'mapped' || record.user_id === undefined || !enrolledThen(face)) return [];
    if (allowed.has(record.user_id)) return [];
    const isOwn = record.user_id === user_id;
    return isOwn === (search === 'enrolled_face_search') ? [{ ...face, person: record.user_id }] : [];
  });
  const { max_matches } = policy.search;
  const ranked = bestOfEachPerson(people, ({ person }) => person, max_matches);
  const [best] = ranked;
  const threshold = shards.find(({ collection_id }) => collection_id === best?.collectionId)?.threshold;
  return {
    people: ranked.map(({ person }) => person),
    ...(best ? { similarity: best.similarity } : {}),
    ...(threshold === undefined ? {} : { threshold }),
  };
}
