import type { IndexedFace } from '../../../lambda/collections/domain/indexed-face.ts';
import type { EnrollmentClaim } from '../../../lambda/enrollment/domain/enrollment.ts';
import type { FaceDeletion } from '../../../lambda/enrollment/domain/face-deletion.ts';
import type {
  FaceMapping,
  UserFaceMapping,
  WatchlistFaceMapping,
} from '../../../lambda/enrollment/domain/face-mapping.ts';
import type { FaceRecord } from '../../../lambda/enrollment/ports/enrollment-store.ts';
import type { FaceObservation } from '../../../lambda/images/domain/quality-gate.ts';
import type { Caller, CallerScope } from '../../../lambda/kernel/caller.ts';
import type { CaseReason } from '../../../lambda/kernel/case-finding.ts';
import { type CheckFindings, type CheckName, createCheck } from '../../../lambda/kernel/check.ts';
import { policyFingerprint } from '../../../lambda/kernel/decision.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import type { ReasonCode } from '../../../lambda/kernel/reason-code.ts';
import type { PreparedSelfie, RegistrationInput } from '../../../lambda/registration/contract.ts';
import type { JudgedDocument, StoredComparison } from '../../../lambda/registration/domain/face-match.ts';
import { planOf } from '../../../lambda/registration/domain/registration-plan.ts';
import type { LivenessScore, LivenessSession } from '../../../lambda/sessions/domain/liveness-session.ts';
import { type Review, requestedReview } from '../../../lambda/sessions/domain/review.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';

/** When the tests' clocks begin. */
export const NOON = new Date('2026-03-02T12:00:00.000Z');
export const minutesAfter = (minutes: number): Date => new Date(NOON.getTime() + minutes * 60_000);

export const TENANT = 'acme';

export const aCaller = (scopes: readonly CallerScope[] = ['self'], subject = 'user-1'): Caller => ({
  tenant: TENANT,
  subject,
  scopes,
  ...(scopes.includes('operate') ? { role: 'administrator' } : {}),
});
export const anOperator = (): Caller => aCaller(['operate'], 'operator-1');
export const aBackend = (): Caller => aCaller(['manage'], 'client-1');
/** An app with the token of one session. */
export const aClient = (session_id = 'vs_1'): Caller => ({ ...aCaller([], session_id), session_id });

export const aSession = (changes: Partial<VerificationSession> = {}): VerificationSession => ({
  id: 'vs_1',
  tenant: TENANT,
  livemode: true,
  type: 'registration',
  user_id: 'user-1',
  policy: { id: changes.type ?? 'registration', version: 1 },
  sensitivity: 'regular',
  status: 'requires_input',
  sequence: 1,
  device_id: 'phone-1',
  device_vouched: true,
  consent: { given_at: NOON.toISOString(), notice_version: '2026-01' },
  attributes: {},
  created_at: NOON.toISOString(),
  expires_at: minutesAfter(60).toISOString(),
  retained_until: minutesAfter(90 * 24 * 60).toISOString(),
  liveness_failures: 0,
  liveness_failures_allowed: DEFAULT_POLICY.liveness.max_attempts,
  document_attempts_allowed: DEFAULT_POLICY.attempts.document,
  alternative_means: DEFAULT_POLICY.alternative_path.means,
  document_required: (changes.type ?? 'registration') === 'registration',
  checks: {},
  ...changes,
});

/** The path of a person who wants no face check. */
export const WITHOUT_FACE = {
  means: 'document_review',
  reason: 'does_not_want_face_check',
  requested_at: NOON.toISOString(),
} as const;

/** A session that has all that submitting asks for. */
export const aCompleteSession = (changes: Partial<VerificationSession> = {}): VerificationSession =>
  aSession({
    selfie: { key: 'acme/vs_1/liveness/reference.jpg', version_id: 'v1' },
    document: { key: 'acme/vs_1/document/doc_1' },
    ...changes,
  });

export const aLivenessSession = (changes: Partial<LivenessSession> = {}): LivenessSession => ({
  id: '11111111-2222-4333-8444-555555555555',
  tenant: TENANT,
  verification_session_id: 'vs_1',
  user_id: 'user-1',
  device_id: 'phone-1',
  purpose: 'registration',
  challenge: 'FaceMovementAndLightChallenge',
  created_at: NOON.toISOString(),
  expires_at: minutesAfter(3).toISOString(),
  retained_until: minutesAfter(90 * 24 * 60).toISOString(),
  status: 'created',
  ...changes,
});

/** The score of a check close to the threshold. */
export const aScore = (changes: Partial<LivenessScore> = {}): LivenessScore => ({
  confidence: 82.5,
  min_confidence: 80,
  policy_version: '0123456789ab',
  challenge: { type: 'FaceMovementAndLightChallenge', version: '2.0.0' },
  ...changes,
});

export const aRegistration = (changes: Partial<RegistrationInput> = {}): RegistrationInput => ({
  tenant: TENANT,
  session_id: 'vs_1',
  user_id: 'user-1',
  type: 'registration',
  policy: { id: 'registration', version: 1 },
  plan: planOf(DEFAULT_POLICY),
  sensitivity: 'regular',
  selfie: { key: 'selfie' },
  document: { key: 'document' },
  ...changes,
});

export const aPreparedSelfie = (changes: Partial<PreparedSelfie> = {}): PreparedSelfie => ({
  key: 'selfie',
  sha256: 'a'.repeat(64),
  width_px: 1000,
  height_px: 1000,
  ...changes,
});

export const aJudgedDocument = (changes: Partial<JudgedDocument> = {}): JudgedDocument => ({
  portrait: { left: 0.1, top: 0.2, width: 0.2, height: 0.3 },
  width_px: 1000,
  height_px: 1000,
  ...changes,
});

/** A comparison whose document shows one face, that of the selfie. */
export const aComparison = (changes: Partial<StoredComparison> = {}): StoredComparison => ({
  refused_for: [],
  faces: [{ similarity: 99, bounding_box: aJudgedDocument().portrait }],
  calls: { CompareFaces: 1 },
  started_at: NOON.toISOString(),
  ended_at: new Date(NOON.getTime() + 200).toISOString(),
  ...changes,
});

/** A session whose first run judged a document and compared it, and ended then. */
export function anEarlierRun(
  document_sha256: string,
  match: Partial<CheckFindings> = {},
): Pick<VerificationSession, 'runs' | 'earlier_runs'> {
  const basis = { document_sha256, policy_version: policyFingerprint(DEFAULT_POLICY) };
  const checkOf = (findings: Partial<CheckFindings>) =>
    createCheck({ reasons: [], calls: {}, basis, ...findings }, NOON, NOON, {});
  const checks = {
    document_quality: checkOf({ calls: { DetectFaces: 1 } }),
    face_match: checkOf({ calls: { CompareFaces: 1 }, ...match }),
  };
  return { runs: 2, earlier_runs: [{ run: 1, checks }] };
}

/** Checks that were passed. */
export const passed = (...names: readonly CheckName[]): VerificationSession['checks'] =>
  Object.fromEntries(names.map((name) => [name, createCheck({ reasons: [], calls: {} }, NOON, NOON, {})]));

/** What the task that claims gets of a registration whose images are good and match. */
export const aMatch = (registration = aRegistration(), selfie = aPreparedSelfie()) => ({
  registration,
  refused_for: [],
  document: aJudgedDocument(),
  comparison: aComparison(),
  selfie,
});

export const aFace = (changes: Partial<FaceObservation> = {}): FaceObservation => ({
  boundingBox: { left: 0.3, top: 0.2, width: 0.4, height: 0.5 },
  yawDegrees: 3,
  pitchDegrees: -4,
  sharpness: 80,
  brightness: 70,
  occluded: false,
  ...changes,
});

export const anIndexedFace = (changes: Partial<IndexedFace> = {}): IndexedFace => ({
  collection_id: 'face-idv.acme.g1.0',
  face_id: 'face-1',
  image_id: 'img_1',
  face_model_version: '7.0',
  bounding_box: { left: 0.3, top: 0.2, width: 0.4, height: 0.5 },
  ...changes,
});

export const aClaim = (changes: Partial<EnrollmentClaim> = {}): EnrollmentClaim => ({
  tenant: TENANT,
  user_id: 'user-1',
  session_id: 'vs_1',
  image_sha256: 'a'.repeat(64),
  image: { key: 'selfie' },
  state: 'claimed',
  ...changes,
});

export const aMapping = (changes: Partial<UserFaceMapping> = {}): UserFaceMapping => ({
  kind: 'user',
  tenant: TENANT,
  user_id: 'user-1',
  collection_id: 'face-idv.acme.g1.0',
  face_id: 'face-1',
  image_id: 'img_1',
  s3_image_url: 's3://evidence/selfie',
  image_sha256: 'a'.repeat(64),
  bbox: { left: 0.3, top: 0.2, width: 0.4, height: 0.5 },
  face_model_version: '7.0',
  source: 'selfie',
  similarity: 99.1,
  session_id: 'vs_1',
  created_at: NOON.toISOString(),
  ...changes,
});

/** The record of a face that is mapped. */
export const recordOf = (mapping: FaceMapping): FaceRecord =>
  mapping.kind === 'user'
    ? { state: 'mapped', user_id: mapping.user_id }
    : { state: 'mapped', entry: { kind: 'watchlist', list_id: mapping.list_id, entry_id: mapping.entry_id } };

export const aListMapping = (changes: Partial<WatchlistFaceMapping> = {}): WatchlistFaceMapping => {
  const { kind: _kind, user_id: _user, source: _source, similarity: _similarity, ...mapping } = aMapping();
  return {
    ...mapping,
    kind: 'watchlist',
    list_id: 'fraud',
    entry_id: 'wle_1',
    collection_id: 'face-idv.acme.g1_fraud.0',
    session_id: 'wle_1',
    ...changes,
  };
};

export const aFaceDeletion = (changes: Partial<FaceDeletion> = {}): FaceDeletion => ({
  tenant: TENANT,
  id: 'vs_1',
  user_id: 'user-1',
  session_id: 'vs_1',
  image: { key: 'selfie' },
  image_id: 'img_1',
  faces: [],
  searched_collections: [],
  requested_at: NOON.toISOString(),
  ...changes,
});

/** A review that was requested at a time, to be decided within a day. */
export const aReview = (
  reasons: readonly ReasonCode[],
  questions: readonly CaseReason[],
  now: Date,
): Review => requestedReview(reasons, questions, { review: { sla_hours: 24 }, version: '0123456789ab' }, now);
