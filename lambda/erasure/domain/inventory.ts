import { ROW_LIFETIME_DAYS } from '../../kernel/row-lifetimes.ts';
import type { StoreName } from './stores.ts';

/**
 * How an erasure treats a place where data is kept: a store erases it; or it stays, for a reason: it holds
 * nothing of a person, it is gone by itself in a short time, or the law asks for it.
 */
export type ErasureRule = { readonly erased_by: StoreName } | { readonly stays: string };

const by = (erased_by: StoreName): ErasureRule => ({ erased_by });
const stays = (reason: string): ErasureRule => ({ stays: reason });

const AUDIT = stays(
  'who has read or changed what is proof of accountability (GDPR, articles 5(2) and 17(3)(e)); expires after auditEntries.retentionDays',
);
const CONSENT = stays(
  'the receipt proves that a person has consented, and when they withdrew it (GDPR, articles 7(1) and 17(3)(e)); it does not expire, since a consent can be contested after its withdrawal',
);
const LEDGER = stays('names users by keyed hashes');
const LIMITS = stays('numbers of calls, of nobody');
const CONFIGURED = stays('what the tenant has configured');

/**
 * Rule of every kind of row, by the function of `platform/dynamo-keys` that makes its key. A kind of row
 * enters with its rule: test/laws/erasure.test.ts fails for one without.
 */
export const ROW_RULES: Readonly<Record<string, ErasureRule>> = {
  sessionKey: by('session_rows'),
  livenessSessionKey: by('session_rows'),
  sessionEventKey: by('session_rows'),
  stepUpProofKey: by('session_rows'),
  captureLinksKey: by('session_rows'),
  faceLoginKey: by('session_rows'),
  openSessionsKey: by('session_rows'),
  userClaimKey: by('user_rows'),
  earlierEnrollmentKey: by('user_rows'),
  lockoutKey: by('user_rows'),
  allowedPairKey: by('user_rows'),
  indexLeaseKey: by('user_rows'),
  lastInteractionKey: by('user_rows'),
  takeoverSignalsKey: by('user_rows'),
  imageClaimKey: by('indexed_rows'),
  captureKey: by('indexed_rows'),
  captureBandKey: by('indexed_rows'),
  faceKey: by('indexed_rows'),
  missingImageKey: by('indexed_rows'),
  reviewCaseKey: by('indexed_rows'),
  reviewCaseStateKey: by('indexed_rows'),
  reviewPairKey: by('indexed_rows'),
  reviewRunKey: by('indexed_rows'),
  livenessLabelKey: by('indexed_rows'),
  outboxKey: by('indexed_rows'),
  repudiationLinkKey: by('indexed_rows'),
  findingKey: by('indexed_rows'),
  faceDeletionKey: by('face_deletions'),
  mappingKey: by('faces'),
  userVectorsKey: by('user_vectors'),
  userVectorKey: by('user_vectors'),
  replicationsKey: by('replicas'),
  replicationKey: by('replicas'),
  plannedImageKey: stays('ids of an image and a collection for at most a week'),
  watchlistEntryKey: by('watchlist_entries'),
  watchlistDueKey: by('watchlist_entries'),
  tombstoneKey: stays('a keyed hash, which names nobody without the key; expires with the longest backup'),
  erasureKey: stays('a keyed hash and counts once it is completed: the proof that it was'),
  erasureOfSubjectKey: stays('a keyed hash and the id of an erasure: by it, the proof is found'),
  openErasureKey: stays('the id of an erasure while it runs'),
  userErasureKey: stays('the id of an erasure while it runs; removed when it is completed'),
  byUser: stays('an attribute of other rows, gone with them'),
  retentionSweepKey: stays('the position of a sweep'),
  consentReceiptKey: CONSENT,
  consentTextsKey: CONFIGURED,
  consentTextEntryKey: CONFIGURED,
  consentTextKey: CONFIGURED,
  ledgerEntryKey: LEDGER,
  ledgerSourceKey: LEDGER,
  ledgerHeadKey: LEDGER,
  webhookEndpointKey: CONFIGURED,
  webhookDeliveryKey: stays(
    `type and id of an event, without its data, for ${ROW_LIFETIME_DAYS.webhook} days`,
  ),
  webhookEventKey: by('indexed_rows'),
  generationsKey: CONFIGURED,
  generationShapesKey: CONFIGURED,
  generationShapeKey: CONFIGURED,
  policyLineKey: CONFIGURED,
  policyVersionKey: CONFIGURED,
  migrationKey: stays('counts and positions'),
  migrationPlanKey: stays('the id of an image while it is copied'),
  shadowReadKey: stays('counts, and ids of sessions that name nobody once their rows are gone'),
  replicaStateKey: stays('the state of a region'),
  indexJobKey: stays('counts'),
  indexStepKey: stays('counts'),
  reconciliationKey: stays('counts'),
  listedReconciliationKey: stays('the id of a reconciliation'),
  callLaneKey: LIMITS,
  waitSlotKey: LIMITS,
  rateKey: LIMITS,
  rateWindowKey: LIMITS,
  auditEntryKey: AUDIT,
  auditSubjectKey: AUDIT,
  auditTargetKey: AUDIT,
  auditEndKey: AUDIT,
};

/** Rule of every prefix of keys in the buckets. */
export const OBJECT_RULES: Readonly<Record<string, ErasureRule>> = {
  'enrolled:{tenant}/{image}.jpg': by('enrolled_images'),
  'evidence:{tenant}/{session}/liveness': by('evidence'),
  'evidence:{tenant}/{session}/document': by('evidence'),
  'evidence:{tenant}/{session}/prepared': by('evidence'),
  'evidence:{tenant}/{session}/judged': by('evidence'),
  'evidence:{tenant}/{entry}/watchlist': by('watchlist_entries'),
  'evidence:{tenant}/index-jobs/{job}/images': by('uploaded_originals'),
  'evidence:{tenant}/index-jobs/{job}': stays(
    'manifest and outcomes of a job name its users; expire after evidence.retentionDays',
  ),
};

/** Rule of what else holds something of people. */
export const OTHER_RULES: Readonly<Record<string, ErasureRule>> = {
  'faces of collections, in both regions': by('faces'),
  'users of collections, in both regions': by('user_vectors'),
  'faces of the second region': by('replicas'),
  'faces of watchlists': by('watchlist_entries'),
  'answers to requests that may be repeated (Idempotency-Key)': by('indexed_rows'),
  'messages of queues': stays(
    'ids only, also those in events; gone when they are worked off, at the latest after 14 days',
  ),
  'logs and metrics': stays('hold no id of a person'),
  'accounts of the user pool': stays('belong to the sign-in of the tenant, and hold no face'),
  backups: stays('cannot be changed; what they bring back is stopped by the tombstone until they expire'),
};
