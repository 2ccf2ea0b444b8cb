import type { VerificationPolicy } from '../contract/policy.ts';
import type { CheckFindings, CheckName } from '../domain/check.ts';
import { approval, policyFingerprint, refusal } from '../domain/decision.ts';
import { judgeImage } from '../domain/image-rules.ts';
import { matchThreshold, searchThreshold } from '../domain/match-threshold.ts';
import { judgeQuality } from '../domain/quality-gate.ts';
import type { ReasonCode } from '../domain/reason-code.ts';
import type { VerificationSession } from '../domain/verification-session.ts';
import type { Clock } from '../ports/clock.ts';
import type { FaceAnalysis } from '../ports/face-analysis.ts';
import type { FaceCollections } from '../ports/face-collections.ts';
import type { FaceMapping, FaceMappingStore } from '../ports/face-mapping-store.ts';
import type { ImageStore } from '../ports/image-store.ts';
import type { EmitMetric } from '../ports/metrics.ts';
import type { SessionStore } from '../ports/session-store.ts';
import { SIMILARITY_MEASURE } from './compare-faces.ts';
import { endSession } from './end-session.ts';
import { recordCheck } from './record-check.ts';

export interface AuthenticateUserDependencies {
  readonly sessions: SessionStore;
  readonly mappings: FaceMappingStore;
  readonly images: Pick<ImageStore, 'read' | 'keyOf'>;
  readonly faces: FaceAnalysis;
  readonly collections: Pick<FaceCollections, 'search'>;
  readonly policy: VerificationPolicy;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

interface Finding {
  readonly check: CheckName;
  readonly findings: CheckFindings;
}

/**
 * Decides a submitted authentication: whether the live person is the very user (whitepaper 2.1 and 5.3). Short enough
 * to need no workflow; after a fault, submitting again runs it again.
 * @returns the session with its decision
 */
export async function authenticateUser(
  session: VerificationSession,
  dependencies: AuthenticateUserDependencies,
): Promise<VerificationSession> {
  const { sessions, policy, clock } = dependencies;
  const reasons = await findReasons(session, dependencies);
  const version = policyFingerprint(policy);
  const [transition, decision] =
    reasons.length === 0
      ? (['approve', approval(version, clock())] as const)
      : (['decline', refusal(reasons, version, clock())] as const);
  const { tenant, id: session_id, type } = session;
  await endSession({ tenant, session_id, type }, transition, decision, dependencies);
  return (await sessions.get(tenant, session_id)) ?? session;
}

/** Why the person is not let in; none where they are. */
async function findReasons(
  session: VerificationSession,
  dependencies: AuthenticateUserDependencies,
): Promise<readonly ReasonCode[]> {
  const { mappings, images, policy } = dependencies;
  if (!session.selfie) throw new Error(`session ${session.id} was submitted without a selfie`);
  const selfie = await images.read(session.selfie);
  const quality = await run(session, () => checkQuality(selfie, dependencies), dependencies);
  if (quality.length > 0) return quality;
  const enrolled = await mappings.listOfUser(session.tenant, session.user_id);
  const recognize =
    policy.authentication.method === 'search' ? searchOwnCollections : compareWithEnrolledImage;
  return run(session, () => recognize(selfie, enrolled, session, dependencies), dependencies);
}

/** Runs one check and writes its findings onto the session. */
async function run(
  session: VerificationSession,
  inspect: () => Promise<Finding>,
  dependencies: AuthenticateUserDependencies,
): Promise<readonly ReasonCode[]> {
  const startedAt = dependencies.clock();
  const { check, findings } = await inspect();
  await recordCheck({ tenant: session.tenant, session_id: session.id }, check, findings, startedAt, {
    ...dependencies,
    prices: dependencies.policy.prices_usd,
  });
  return findings.reasons;
}

async function checkQuality(
  selfie: Uint8Array,
  { faces, policy, emit }: AuthenticateUserDependencies,
): Promise<Finding> {
  const inspect = async (): Promise<CheckFindings> => {
    const image = judgeImage(selfie, 'selfie');
    if (!image.usable) return { reasons: [image.reason], calls: {} };
    const found = await faces.detectFaces(selfie);
    if (!found) return { reasons: ['image_format_unsupported'], calls: {} };
    const { reasons, measures } = judgeQuality(found, image.header, policy.quality.selfie, 'selfie');
    return { reasons, measures, calls: { DetectFaces: 1 } };
  };
  const findings = await inspect();
  emit('QualityChecked', 1, { Image: 'selfie', Result: findings.reasons.length === 0 ? 'passed' : 'failed' });
  for (const reason of findings.reasons)
    emit('QualityRuleFailed', 1, { Image: 'selfie', ReasonCode: reason });
  return { check: 'selfie_quality', findings };
}

/** Asks only the collections that hold the user's own faces, and takes only these faces for a match. */
async function searchOwnCollections(
  selfie: Uint8Array,
  enrolled: readonly FaceMapping[],
  { sensitivity }: VerificationSession,
  { collections, policy }: AuthenticateUserDependencies,
): Promise<Finding> {
  const ids = [...new Set(enrolled.map(({ collection_id }) => collection_id))];
  const calls = { SearchFacesByImage: ids.length };
  const check = 'enrolled_face_search';
  if (ids.length === 0) return { check, findings: { reasons: ['user_not_enrolled'], calls } };
  const own = new Set(enrolled.map(({ face_id }) => face_id));
  const answers = await Promise.all(
    ids.map(async (collection_id) => {
      const threshold = searchThreshold(policy.match_thresholds, sensitivity);
      const answer = await collections.search(collection_id, selfie, threshold);
      if (!answer) return { collection_id, face_model_version: '', faces: [] };
      const { faceModelVersion, faces } = answer;
      const least = matchThreshold(policy.match_thresholds, faceModelVersion, sensitivity);
      const alike = faces.filter(({ similarity }) => similarity >= least);
      return { collection_id, face_model_version: faceModelVersion, faces: alike };
    }),
  );
  const alike = answers.flatMap(({ collection_id, faces }) =>
    faces.map((face) => ({ collection_id, ...face })),
  );
  const matches = alike.filter(({ faceId }) => own.has(faceId));
  const strangers = alike.filter(({ faceId }) => !own.has(faceId));
  return {
    check,
    findings: {
      reasons: matches.length > 0 ? [] : ['face_not_recognized'],
      measures: [
        { name: 'own_faces_found', value: matches.length, limit: '>= 1' },
        ...matches.slice(0, 1).map(({ similarity }) => ({ name: SIMILARITY_MEASURE, value: similarity })),
      ],
      matches: strangers.map(({ faceId, collection_id, similarity }) => ({
        face_id: faceId,
        collection_id,
        similarity,
      })),
      searchedShards: answers.map(({ collection_id, face_model_version }) => ({
        collection_id,
        face_model_version,
      })),
      calls,
    },
  };
}

/** Compares with the image of the newest enrolment. */
async function compareWithEnrolledImage(
  selfie: Uint8Array,
  enrolled: readonly FaceMapping[],
  { sensitivity }: VerificationSession,
  { images, faces, policy, emit }: AuthenticateUserDependencies,
): Promise<Finding> {
  const check = 'face_match';
  const newest = [...enrolled].sort((one, other) => other.created_at.localeCompare(one.created_at))[0];
  if (!newest) return { check, findings: { reasons: ['user_not_enrolled'], calls: {} } };
  const reference = await images.read({ key: images.keyOf(newest.s3_image_url) });
  const similarity = (await faces.compareFaces(selfie, reference)) ?? 0;
  const threshold = matchThreshold(policy.match_thresholds, policy.stateless_face_model_version, sensitivity);
  const reasons: readonly ReasonCode[] = similarity >= threshold ? [] : ['face_not_recognized'];
  emit('FacesCompared', 1, { Result: reasons[0] ?? 'match' });
  emit('ComparisonSimilarity', similarity, {});
  return {
    check,
    findings: {
      reasons,
      measures: [{ name: SIMILARITY_MEASURE, value: similarity, limit: `>= ${threshold}` }],
      calls: { CompareFaces: 1 },
    },
  };
}
