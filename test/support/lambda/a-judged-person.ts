import { copiedLogin } from '../../../lambda/authentication/domain/copied-login.ts';
import { copyFindings } from '../../../lambda/captures/domain/copy-findings.ts';
import { matchThreshold, reviewFrom } from '../../../lambda/collections/domain/match-threshold.ts';
import { judgeComparison } from '../../../lambda/images/domain/document-comparison.ts';
import { type FaceObservation, judgeLargestFace } from '../../../lambda/images/domain/quality-gate.ts';
import {
  type Check,
  type CheckFindings,
  type CopiedCapture,
  createCheck,
  SIMILARITY_MEASURE,
} from '../../../lambda/kernel/check.ts';
import { approval, declined } from '../../../lambda/kernel/decision.ts';
import type { VerificationPolicy } from '../../../lambda/kernel/policy.ts';
import { questionsOf } from '../../../lambda/kernel/questions.ts';
import { isReasonCode, type ReasonCode } from '../../../lambda/kernel/reason-code.ts';
import { confidenceLimits, judgeLiveness } from '../../../lambda/liveness/domain/liveness-verdict.ts';
import { duplicateBands } from '../../../lambda/registration/domain/duplicate-band.ts';
import { duplicateFindings } from '../../../lambda/registration/domain/duplicate-findings.ts';
import { endingOf, stoppingReasons } from '../../../lambda/registration/domain/refused-registration.ts';
import { requestedReview } from '../../../lambda/sessions/domain/review.ts';
import { tryAgain } from '../../../lambda/sessions/domain/session-run.ts';
import type {
  EnrollingType,
  VerificationSession,
} from '../../../lambda/sessions/domain/verification-session.ts';
import { watchlistFindings } from '../../../lambda/watchlist/domain/watchlist-findings.ts';
import { aFace, aSession, NOON } from './builders.ts';

/** A document that a person uploads, and how alike its faces are to the selfie. */
export interface ShownDocument {
  readonly face: FaceObservation;
  readonly similarity: number;
  /** Of a second large face; absent without one. */
  readonly other?: number | undefined;
}

/** All that could be measured about one person, whatever a policy asks for. */
export interface Person {
  /** Of each liveness check, in order; those after a passed one are not taken. */
  readonly confidences: readonly number[];
  readonly selfie: FaceObservation;
  /** In order; those after a decided one are not uploaded. */
  readonly documents: readonly ShownDocument[];
  readonly isEnrolled: boolean;
  /** Number of documents that a backend asks for; absent where it leaves that to the policy. */
  readonly documentAttempts?: number | undefined;
  /** How a picture of another session resembles the selfie. */
  readonly copied?: CopiedCapture['kind'] | undefined;
  /** Similarity of other users to the selfie. */
  readonly alike: readonly number[];
  /** Similarity of other users to the portrait. */
  readonly alikePortrait: readonly number[];
  /** Similarity of entries of the tenant's watchlist; absent without a list. */
  readonly listed?: readonly number[] | undefined;
  /** Similarity of the own faces to the selfie of a login, by search and by comparison. */
  readonly own: { readonly search: number; readonly compare: number };
}

/** Somebody whom the default policy registers, with the changes that a test is about. */
export const aPerson = (changes: Partial<Person> = {}): Person => ({
  confidences: [95],
  selfie: aFace(),
  documents: [{ face: aFace(), similarity: 97 }],
  isEnrolled: false,
  alike: [],
  alikePortrait: [],
  own: { search: 99, compare: 99 },
  ...changes,
});

export const MODEL = '7.0';
const SIZE = { widthPx: 1_000, heightPx: 1_000 };
const SHARD = {
  collection_id: 'users',
  face_model_version: MODEL,
  generation: 'v1',
  vectors: 'face',
} as const;

const check = (findings: Omit<CheckFindings, 'calls'>): Check =>
  createCheck({ ...findings, calls: {} }, NOON, NOON, {});

/** Has a registration decided by a policy as the workflow does, until it ends or its person has no more. */
export const registered = (person: Person, policy: VerificationPolicy): VerificationSession =>
  enrolling(person, policy, 'registration');

/** Has a re-enrollment decided by a policy: the user is recognized, and there is no document. */
export const reEnrolled = (person: Person, policy: VerificationPolicy): VerificationSession =>
  enrolling(person, policy, 're_enrollment');

function enrolling(person: Person, policy: VerificationPolicy, type: EnrollingType): VerificationSession {
  const checked = withLiveness(person, policy, type);
  const { liveness } = checked.checks;
  if (checked.decision || liveness?.status === 'failed' || !liveness) return checked;
  const hasDocument = type === 'registration' && policy.checks.document;
  const documents = hasDocument ? person.documents : person.documents.slice(0, 1);
  let session = checked;
  const ofSession = checked.checks;
  const unsettled = [...codesOf(liveness), ...codesOf(ofSession.capture_comparison)];
  for (const [index, document] of documents.entries()) {
    const { checks, reasons } = runOf(person, document, unsettled, policy, type);
    const judged = { ...session, checks: { ...ofSession, ...checks } };
    const at = NOON;
    if (reasons.length === 0) return { ...judged, status: 'approved', decision: approval('p', at) };
    const ending = endingOf(judged, reasons, policy, at);
    if (ending === 'decline') return { ...judged, status: 'declined', decision: declined(reasons, 'p', at) };
    if (ending === 'hold') {
      const review = requestedReview(reasons, questionsOf(reasons, policy), { ...policy, version: 'p' }, at);
      return { ...judged, status: 'in_review', review };
    }
    const run = { run: index + 1, checks, decision: tryAgain(reasons, 'p', at) };
    session = { ...judged, checks: ofSession, earlier_runs: [...(session.earlier_runs ?? []), run] };
  }
  return session;
}

/** Has a login decided by a policy. */
export function loggedIn(person: Person, policy: VerificationPolicy): VerificationSession {
  const checked = withLiveness(person, policy, 'authentication');
  if (checked.decision || checked.checks.liveness?.status === 'failed') return checked;
  const quality = policy.checks.login_quality
    ? { selfie_quality: check(judgeLargestFace(person.selfie, 1, SIZE, policy.quality.selfie, 'selfie')) }
    : {};
  const identity = recognition(person, policy, 'authentication');
  const made = { ...checked.checks, ...quality, ...identity };
  const failed = [quality.selfie_quality, ...Object.values(identity)].find((one) => one?.status === 'failed');
  const end = (checks: VerificationSession['checks'], codes: readonly string[]): VerificationSession => {
    const reasons = codes.filter(isReasonCode);
    return reasons.length === 0
      ? { ...checked, checks, status: 'approved', decision: approval('p', NOON) }
      : { ...checked, checks, status: 'declined', decision: declined(reasons, 'p', NOON) };
  };
  if (failed) return end(made, failed.reason_codes);
  const copied = copiedLogin(checked, policy).declinedFor;
  if (copied.length > 0) return end(made, copied);
  if (policy.watchlist.at_login === 'off' || !person.listed) return end(made, []);
  const lists = listSearch(person.listed, policy);
  const declines = policy.watchlist.at_login === 'decline' ? lists.reason_codes : [];
  return end({ ...made, watchlist_search: lists }, declines);
}

function withLiveness(
  { confidences, documentAttempts, copied }: Person,
  policy: VerificationPolicy,
  type: EnrollingType | 'authentication',
): VerificationSession {
  const { max_attempts } = policy.liveness;
  const limits = { ...confidenceLimits(type, policy), standing: 'supported' as const };
  const asked = documentAttempts && Math.min(documentAttempts, policy.attempts.document);
  const start = aSession({
    type,
    sensitivity: policy.sensitivity[type],
    liveness_failures_allowed: max_attempts,
    document_attempts_allowed: asked ?? policy.attempts.document,
    ...(asked === undefined ? {} : { document_attempts_asked: asked }),
  });
  let session = start;
  for (const confidence of confidences) {
    const evidence = { status: 'SUCCEEDED', confidence, referenceImage: { key: 'selfie' } } as const;
    const verdict = judgeLiveness(evidence, limits);
    const band: readonly ReasonCode[] = verdict.passed && verdict.inBand ? ['liveness_in_band'] : [];
    const reasons = verdict.passed ? band : [verdict.reason];
    const checks = { liveness: check({ reasons, measures: verdict.measures }) };
    if (verdict.passed)
      return { ...session, checks: { ...checks, capture_comparison: captureComparison(copied, policy) } };
    const liveness_failures = session.liveness_failures + 1;
    session = { ...session, checks, liveness_failures };
    if (liveness_failures >= max_attempts)
      return {
        ...session,
        status: 'declined',
        decision: declined(['attempts_exhausted', ...reasons], 'p', NOON),
      };
  }
  return session;
}

function captureComparison(copied: Person['copied'], { replay }: VerificationPolicy): Check {
  const copies = (kind: CopiedCapture['kind']): readonly CopiedCapture[] =>
    copied === kind ? [{ session_id: 'vs_0', user_id: 'user-0', kind }] : [];
  const near = replay.near === 'off' ? {} : { near: copies('near') };
  return check(copyFindings({ equal: copies('equal'), ...near }));
}

/** Makes the checks of one run up to the first step with a reason. */
function runOf(
  person: Person,
  document: ShownDocument,
  unsettled: readonly ReasonCode[],
  policy: VerificationPolicy,
  type: EnrollingType,
) {
  const { quality, sensitivity, match_thresholds: table } = policy;
  const selfie = check(judgeLargestFace(person.selfie, 1, SIZE, quality.selfie, 'selfie'));
  const portrait = check(judgeLargestFace(document.face, 1, SIZE, quality.document, 'document'));
  const boxes = [
    { similarity: document.similarity, boundingBox: document.face.boundingBox },
    ...(document.other === undefined
      ? []
      : [{ similarity: document.other, boundingBox: { left: 0.6, top: 0.6, width: 0.3, height: 0.3 } }]),
  ];
  const match = check(
    judgeComparison(
      boxes,
      { portrait: document.face.boundingBox, shown: SIZE },
      {
        matchFrom: matchThreshold(table, MODEL, sensitivity.registration),
        reviewFrom: reviewFrom(table, MODEL, sensitivity.registration),
        otherPersonBelow: policy.document.other_person_below,
      },
    ),
  );
  const isFirst = type === 'registration';
  const identity = isFirst ? {} : recognition(person, policy, type);
  const unrecognized = Object.values(identity).flatMap(codesOf);
  if (unrecognized.length > 0) return { checks: identity, reasons: unrecognized };
  const images = {
    ...identity,
    ...(isFirst && policy.checks.document ? { document_quality: portrait, face_match: match } : {}),
    ...(isFirst && quality.selfie.detect_before_indexing ? { selfie_quality: selfie } : {}),
  };
  const refused = [...codesOf(images.document_quality), ...codesOf(images.selfie_quality)];
  if (refused.length > 0) return { checks: images, reasons: refused };
  const compared = stoppingReasons(unsettled, codesOf(images.face_match));
  if (compared.length > 0) return { checks: images, reasons: compared };
  const isTaken = isFirst && person.isEnrolled;
  const claim = check({ reasons: isTaken ? ['user_already_enrolled'] : [] });
  const claimed = { ...images, enrollment_claim: claim };
  if (isTaken) return { checks: claimed, reasons: codesOf(claim) };
  const indexed = { ...claimed, face_indexing: selfie };
  if (selfie.status === 'failed') return { checks: indexed, reasons: codesOf(selfie) };
  const duplicates = policy.checks.duplicates
    ? { duplicate_search: duplicateSearch(person, policy, isFirst) }
    : {};
  const lists =
    policy.checks.watchlists && person.listed ? { watchlist_search: listSearch(person.listed, policy) } : {};
  return {
    checks: { ...indexed, ...duplicates, ...lists },
    reasons: [...codesOf(duplicates.duplicate_search), ...codesOf(lists.watchlist_search)],
  };
}

const codesOf = (made: Check | undefined): readonly ReasonCode[] =>
  (made?.reason_codes ?? []).filter(isReasonCode);

function duplicateSearch(
  { alike, alikePortrait }: Person,
  policy: VerificationPolicy,
  isFirst: boolean,
): Check {
  const { match_thresholds: table, search } = policy;
  const start = reviewFrom(table, MODEL, 'duplicate');
  const from = matchThreshold(table, MODEL, 'duplicate');
  const { shards, isInBand } = duplicateBands([{ ...SHARD, threshold: start }], table);
  const faces = (similarities: readonly number[], image: string, least: number) =>
    similarities.flatMap((similarity, index) => {
      const face = { id: `${image}${index}`, collectionId: SHARD.collection_id, similarity };
      const record = { user_id: `${image}-user-${index}` };
      return similarity >= least ? [{ ...face, isInBand: isInBand(face), record }] : [];
    });
  const bySelfie = faces(alike, 'selfie', start);
  const byDocument = faces(alikePortrait, 'portrait', from);
  const findings = duplicateFindings(
    { bySelfie, ...(isFirst && search.document_face && policy.checks.document ? { byDocument } : {}) },
    { hasBand: start < from, maxMatches: search.max_matches },
  );
  return check({ ...findings, searchedShards: shards });
}

function listSearch(listed: readonly number[], { match_thresholds, search }: VerificationPolicy): Check {
  const threshold = matchThreshold(match_thresholds, MODEL, 'duplicate');
  const hits = listed.flatMap((similarity, index) => {
    const entry = { list_id: 'fraud', entry_id: `wle_${index}`, face_id: `l${index}`, collection_id: 'list' };
    return similarity >= threshold ? [{ ...entry, similarity }] : [];
  });
  const sorted = hits.toSorted((one, other) => other.similarity - one.similarity);
  const shards = [{ ...SHARD, collection_id: 'list', threshold }];
  return check(watchlistFindings({ hits: sorted, sawFace: true, shards, calls: {} }, search.max_matches));
}

function recognition(
  { own, isEnrolled }: Person,
  policy: VerificationPolicy,
  type: 'authentication' | 're_enrollment',
): VerificationSession['checks'] {
  const threshold = matchThreshold(policy.match_thresholds, MODEL, policy.sensitivity[type]);
  const none: readonly ReasonCode[] = isEnrolled ? ['face_not_recognized'] : ['user_not_enrolled'];
  if (policy.authentication.method === 'compare') {
    if (!isEnrolled) return { face_match: check({ reasons: none }) };
    const measures = [{ name: SIMILARITY_MEASURE, value: own.compare, limit: `>= ${threshold}` }];
    return { face_match: check({ reasons: own.compare >= threshold ? [] : none, measures }) };
  }
  const isFound = isEnrolled && own.search >= threshold;
  const measures = [
    { name: 'own_faces_found', value: isFound ? 1 : 0, limit: '>= 1' },
    ...(isFound ? [{ name: SIMILARITY_MEASURE, value: own.search }] : []),
  ];
  const searchedShards = [{ ...SHARD, threshold }];
  return { enrolled_face_search: check({ reasons: isFound ? [] : none, measures, searchedShards }) };
}
