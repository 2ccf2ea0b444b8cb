import { countFailure } from '../abuse/count-failure.ts';
import { countSuccess } from '../abuse/count-success.ts';
import type { LockoutLedgerStore } from '../abuse/ports/lockout-ledger.ts';
import { collectionOfUser } from '../collections/collections-to-write.ts';
import { matchThreshold } from '../collections/domain/match-threshold.ts';
import type { GenerationRegistry } from '../collections/ports/generation-registry.ts';
import type { UserFaceMapping } from '../enrollment/domain/face-mapping.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import { faceAt } from '../images/domain/document-comparison.ts';
import type { ImageReference } from '../images/domain/image-reference.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { CheckFindings, CheckName } from '../kernel/check.ts';
import { SIMILARITY_MEASURE } from '../kernel/check.ts';
import { approval, declined, policyFingerprint } from '../kernel/decision.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { ReasonCode } from '../kernel/reason-code.ts';
import { scoreBand } from '../kernel/score-band.ts';
import { generationOfCollection, regionOfCollection } from '../kernel/tenancy.ts';
import { type RequestShadowReadDependencies, requestShadowRead } from '../migration/request-shadow-read.ts';
import {
  facesOfCandidates,
  type SearchCollectionsDependencies,
  searchCollections,
} from '../search/search-collections.ts';
import { approvedStepUp } from '../sessions/domain/approved-step-up.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import { endSession } from '../sessions/end-session.ts';
import type { MoveSessionDependencies } from '../sessions/move-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import { proofOf } from '../step-up/domain/step-up-proof.ts';
import { userVectorId } from '../user-vectors/domain/user-vector.ts';
import { judgeSelfie, openSelfie } from './check-selfie.ts';
import type { ListedLogin } from './check-watchlists-at-login.ts';

export interface AuthenticateUserDependencies
  extends SearchCollectionsDependencies,
    RequestShadowReadDependencies,
    MoveSessionDependencies {
  readonly sessions: SessionStore;
  readonly ledgers: Pick<LockoutLedgerStore, 'read'>;
  readonly mappings: FaceMappingStore;
  readonly images: Pick<ImageStore, 'read'>;
  readonly enrolledImages: Pick<ImageStore, 'read' | 'keyOf'>;
  readonly faces: FaceAnalysis;
  readonly editor: Pick<ImageEditor, 'edit'>;
  readonly generations: Pick<GenerationRegistry, 'get'>;
  readonly collectionPrefix: string;
  readonly policy: VerificationPolicy;
  /** Asks the watchlists about a user who was recognized. */
  readonly checkWatchlists: (session: VerificationSession, selfie: Uint8Array) => Promise<ListedLogin>;
}

/**
 * Reasons that count toward a lockout. A user who is not enrolled is counted like a wrong face: otherwise the
 * lockout after a few attempts would reveal who is enrolled, or whose face is on a watchlist.
 */
const COUNTED: readonly ReasonCode[] = ['face_not_recognized', 'user_not_enrolled', 'watchlist_hit'];

type SubmittedSession = VerificationSession & { readonly selfie: ImageReference };

interface Finding {
  readonly check: CheckName;
  readonly findings: CheckFindings;
}

/**
 * Decides a submitted authentication or step-up: whether the live person is the claimed user (whitepaper 2.1
 * and 5.3). It is short enough to need no workflow; after a fault, submitting again repeats it.
 * @returns the session with its decision
 */
export async function authenticateUser(
  session: VerificationSession,
  dependencies: AuthenticateUserDependencies,
): Promise<VerificationSession> {
  const { sessions, policy, clock } = dependencies;
  const { declinedFor: reasons, noted } = await findReasons(session, dependencies);
  const version = policyFingerprint(policy);
  const [transition, decision] =
    reasons.length === 0
      ? (['approve', approval(version, clock(), noted)] as const)
      : (['decline', declined(reasons, version, clock())] as const);
  const { tenant, id: session_id } = session;
  await endSession({ tenant, session_id }, transition, decision, dependencies, {
    effectsOf: async (current) => {
      if (reasons.length === 0) {
        const stepUp = approvedStepUp(current, decision);
        return {
          lockouts: await countSuccess(current, clock(), dependencies),
          ...(stepUp ? { proof: proofOf(stepUp) } : {}),
        };
      }
      return reasons.some((reason) => COUNTED.includes(reason))
        ? { lockouts: await countFailure(current, 'wrong_face_at_login', clock(), dependencies) }
        : {};
    },
  });
  const shadowRead = async (image: ImageReference | undefined) => {
    if (!image || methodFor(session, policy) !== 'search') return;
    await requestShadowRead({ tenant, session_id, search: 'enrolled_face_search', image }, dependencies);
  };
  const [ended] = await Promise.all([sessions.get(tenant, session_id), shadowRead(session.selfie)]);
  return ended ?? session;
}

/** Returns how the policy recognizes the user of a session. */
const methodFor = ({ type }: VerificationSession, { authentication, step_up }: VerificationPolicy) =>
  (type === 'step_up' ? step_up : authentication).method;

/**
 * Returns why the person is declined, if they are. Quality and identity are asked side by side, since the
 * person waits for both. What the quality gate refuses ends the login for that reason alone: it neither
 * counts as a wrong face, nor shows whether the face would have matched.
 */
async function findReasons(
  session: VerificationSession,
  dependencies: AuthenticateUserDependencies,
): Promise<ListedLogin> {
  const { mappings, images, policy } = dependencies;
  const { selfie: capture, sensitivity } = session;
  if (!capture) throw new Error(`session ${session.id} was submitted without a selfie`);
  const [original, enrolled] = await Promise.all([
    images.read(capture),
    mappings.listOfUser(session.tenant, session.user_id),
  ]);
  const qualityOf = (findings: CheckFindings) => ({ check: 'selfie_quality' as const, findings });
  const opened = await openSelfie(original, { sensitivity, face: capture.face }, dependencies);
  if ('reasons' in opened)
    return { declinedFor: await run(session, async () => qualityOf(opened), dependencies), noted: [] };

  const recognize = methodFor(session, policy) === 'search' ? searchOwnCollections : compareWithEnrolledImage;
  const submitted = { ...session, selfie: capture };
  const [quality, identity] = await Promise.allSettled([
    run(session, async () => qualityOf(await judgeSelfie(opened.image, dependencies)), dependencies),
    run(session, () => recognize(opened.shown, enrolled, submitted, dependencies), dependencies),
  ]);
  for (const check of [quality, identity]) {
    const declinedFor = outcomeOf(check);
    if (declinedFor.length > 0) return { declinedFor, noted: [] };
  }
  // only then: who fails another check must not learn that their face is on a list
  return dependencies.checkWatchlists(session, opened.shown);
}

/** @throws what the promise was rejected with */
function outcomeOf<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/** Runs one check and records its findings on the session. @returns its reasons */
async function run(
  session: VerificationSession,
  inspect: () => Promise<Finding>,
  dependencies: AuthenticateUserDependencies,
): Promise<readonly ReasonCode[]> {
  const startedAt = dependencies.clock();
  const { check, findings } = await inspect();
  const checked = { tenant: session.tenant, session_id: session.id };
  await recordCheck(checked, check, findings, startedAt, {
    ...dependencies,
    prices: dependencies.policy.prices_usd,
  });
  return findings.reasons;
}

/** Searches only the collections with the user's own faces, and accepts only these faces as a match. */
async function searchOwnCollections(
  selfie: Uint8Array,
  enrolled: readonly UserFaceMapping[],
  session: SubmittedSession,
  dependencies: AuthenticateUserDependencies,
): Promise<Finding> {
  const check = 'enrolled_face_search';
  const { tenant, user_id, sensitivity } = session;
  const { active } = await dependencies.generations.get(tenant);
  const { generation, vectors } = active;
  const read = enrolled.filter(({ collection_id: id }) => generationOfCollection(id) === generation);
  // the same work for a user who is not enrolled, so that the time of an answer reveals nothing
  const ownShard = collectionOfUser(dependencies.collectionPrefix, active, session);
  const places = read.length > 0 ? read.map(({ collection_id }) => collection_id) : [ownShard];
  const ids = [...new Set(places)].filter((id) => id !== undefined);
  const targets = ids.map((collectionId) => ({ collectionId, generation, vectors }));
  const search = await searchCollections(
    { tenant, image: selfie, tier: sensitivity, targets, onlyUser: user_id, enrolledOnly: true },
    dependencies,
  );
  const regions = new Set(search.candidates.flatMap(({ collectionId: id }) => regionOfCollection(id) ?? []));
  const replicas = await Promise.all(
    [...regions].map((region) => dependencies.mappings.replicasOfUser(tenant, user_id, region)),
  );
  const own = [...read, ...replicas.flat()].map(({ face_id }) => face_id);
  const ownVector = new Map([[userVectorId(tenant, user_id), own]]);
  const alike = await facesOfCandidates(search.candidates, ownVector, dependencies);
  const matches = alike.filter(({ id }) => own.includes(id));
  const strangers = alike.filter(({ id }) => !own.includes(id));
  const [best] = matches;
  return {
    check,
    findings: {
      reasons: read.length === 0 ? ['user_not_enrolled'] : matches.length > 0 ? [] : ['face_not_recognized'],
      measures: [
        { name: 'own_faces_found', value: new Set(matches.map(({ id }) => id)).size, limit: '>= 1' },
        ...(best ? [{ name: SIMILARITY_MEASURE, value: best.similarity }] : []),
      ],
      matches: strangers
        .slice(0, dependencies.policy.search.max_matches)
        .map(({ id, collectionId, similarity }) => ({
          face_id: id,
          collection_id: collectionId,
          similarity,
        })),
      searchedShards: search.shards,
      calls: search.calls,
    },
  };
}

/** Compares with the image of the newest enrollment. */
async function compareWithEnrolledImage(
  selfie: Uint8Array,
  enrolled: readonly UserFaceMapping[],
  { sensitivity, selfie: capture }: SubmittedSession,
  { enrolledImages, images, faces, policy, emit }: AuthenticateUserDependencies,
): Promise<Finding> {
  const check = 'face_match';
  const newest = [...enrolled].sort((one, other) => other.created_at.localeCompare(one.created_at))[0];
  if (!newest) {
    // the same work for a user who is not enrolled, one read and one comparison, so that the time of an
    // answer reveals nothing; the selfie is an image of about the same size that certainly exists
    await faces.compareFaces(selfie, await images.read(capture));
    return { check, findings: { reasons: ['user_not_enrolled'], calls: { CompareFaces: 1 } } };
  }
  const reference = await enrolledImages.read({ key: enrolledImages.keyOf(newest.s3_image_url) });
  const compared = await faces.compareFaces(selfie, reference);
  // images of index jobs may show bystanders, whom the user never enrolled
  const similarity = faceAt(newest.bbox, compared?.faces ?? [])?.similarity ?? 0;
  const threshold = matchThreshold(policy.match_thresholds, policy.stateless_face_model_version, sensitivity);
  const reasons: readonly ReasonCode[] = similarity >= threshold ? [] : ['face_not_recognized'];
  emit('FacesCompared', 1, { Result: reasons[0] ?? 'match' });
  emit('ComparisonSimilarity', 1, { Band: scoreBand(similarity) });
  return {
    check,
    findings: {
      reasons,
      measures: [{ name: SIMILARITY_MEASURE, value: similarity, limit: `>= ${threshold}` }],
      calls: { CompareFaces: 1 },
    },
  };
}
