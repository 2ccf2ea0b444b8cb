import { type FaceOwner, ownerKey } from '../kernel/face-owner.ts';
import { ACCOUNT_ROWS, CALL_LANES } from '../kernel/tenancy.ts';

/** Keys of rows. Every partition key begins with the tenant, for conditions of IAM; ids contain no `#`. */
export const sessionKey = (tenant: string, id: string) => ({ pk: `${tenant}#${id}`, sk: 'session' });
export const livenessSessionKey = (tenant: string, sessionId: string, livenessSessionId: string) => ({
  pk: `${tenant}#${sessionId}`,
  sk: `liveness#${livenessSessionId}`,
});
/** Key of the event of a session's transition; events sort by their sequence numbers. */
export const sessionEventKey = (tenant: string, sessionId: string, sequence: number) => ({
  pk: `${tenant}#${sessionId}`,
  sk: `event#${String(sequence).padStart(6, '0')}`,
});
/** Key of the open sessions of a user or a device. */
export const openSessionsKey = (
  tenant: string,
  { kind, id }: { readonly kind: string; readonly id: string },
) => ({ pk: `${tenant}#open-sessions#${kind}#${id}`, sk: 'open' });
export const userClaimKey = (tenant: string, userId: string) => ({
  pk: `${tenant}#user#${userId}`,
  sk: 'enrollment',
});
/** Key of an enrollment that others have been added to since, in its user's partition. */
export const earlierEnrollmentKey = (tenant: string, userId: string, imageSha256: string) => ({
  ...userClaimKey(tenant, userId),
  sk: `${EARLIER_ENROLLMENT_PREFIX}${imageSha256}`,
});
export const EARLIER_ENROLLMENT_PREFIX = 'enrollment#';
/** Key of when an enrolled user was last recognized, in the user's partition. */
export const lastInteractionKey = (tenant: string, userId: string) => ({
  ...userClaimKey(tenant, userId),
  sk: 'last-interaction',
});
/** Key of how far the sweep of a tenant's templates has come. */
export const retentionSweepKey = (tenant: string) => ({ pk: `${tenant}#retention-sweep`, sk: 'state' });
export const imageClaimKey = (tenant: string, sha256: string) => ({
  pk: `${tenant}#image#${sha256}`,
  sk: 'enrollment',
});
/** Key of a picture of a liveness check, by its hash. */
export const captureKey = (tenant: string, sha256: string) => ({
  pk: `${tenant}#capture#${sha256}`,
  sk: 'capture',
});
/** Key of a session among those whose captures have the same band of a perceptual hash. */
export const captureBandKey = (
  tenant: string,
  { index, value }: { readonly index: number; readonly value: string },
  sessionId: string,
) => ({ pk: `${tenant}#capture-band#${index}#${value}`, sk: sessionId });
export const faceKey = (tenant: string, faceId: string) => ({
  pk: `${tenant}#face#${faceId}`,
  sk: 'enrollment',
});
/** Key of the record of an erasure, which names its user by a keyed hash. */
export const tombstoneKey = (tenant: string, subject: string) => ({
  pk: `${tenant}#tombstone#${subject}`,
  sk: 'tombstone',
});
/** Key of an erasure; ids sort by creation. */
export const erasureKey = (tenant: string, id: string) => ({ pk: `${tenant}#erasure#${id}`, sk: 'erasure' });
/** Key of an erasure among those of a tenant that run. */
export const openErasureKey = (tenant: string, id: string) => ({ pk: `${tenant}#open-erasures`, sk: id });
/** Key of an erasure among those of a user, who is named by a keyed hash; ids sort by creation. */
export const erasureOfSubjectKey = (tenant: string, subject: string, id: string) => ({
  pk: `${tenant}#erasures#${subject}`,
  sk: id,
});
/** Key of the row of a user by which one erasure runs. */
export const userErasureKey = (tenant: string, userId: string) => ({
  pk: `${tenant}#user#${userId}`,
  sk: 'erasure',
});
/** Key of a row in the index of users, which finds what is to be erased with a user. */
export const byUser = (tenant: string, userId: string) => ({ by_user_pk: `${tenant}#${userId}` });
/** Key of a requested deletion of faces; ids of sessions grow with time. */
export const faceDeletionKey = (tenant: string, id: string) => ({ pk: `${tenant}#face-deletions`, sk: id });
/** One of the rows that hold the roles of a tenant's generations, each in its own partition. */
export const generationsKey = (tenant: string, row: number) => ({
  pk: `${tenant}#generations#${String(row).padStart(2, '0')}`,
  sk: 'state',
});
/** Partition of the shapes that a tenant's generations were first used with. */
export const generationShapesKey = (tenant: string): string => `${tenant}#generation-shapes`;
export const generationShapeKey = (tenant: string, generation: string) => ({
  pk: generationShapesKey(tenant),
  sk: generation,
});
export const migrationKey = (tenant: string, id: string) => ({ pk: `${tenant}#migrations`, sk: id });
/** Key of a migration's attempt at one image. */
export const migrationPlanKey = (tenant: string, id: string, imageId: string) => ({
  pk: `${tenant}#migration#${id}`,
  sk: `plan#${imageId}`,
});
/** Key of the counts of shadow reads in one pass of a migration. */
export const shadowReadKey = (
  { tenant, id, pass }: { readonly tenant: string; readonly id: string; readonly pass: number },
  row: `figures#${string}` | `compared#${string}` | `disagreement#${string}`,
) => ({ pk: `${tenant}#migration#${id}`, sk: `shadow#${pass}#${row}` });
/** Key of an image without a face in a generation. */
export const missingImageKey = (tenant: string, generation: string, imageId: string) => ({
  pk: `${tenant}#missing-images#${generation}`,
  sk: imageId,
});
/** Key of a lockout ledger. A user's ledgers share a partition: `lockout`, and one for each device. */
export const lockoutKey = (
  tenant: string,
  { kind, id, device }: { readonly kind: string; readonly id: string; readonly device?: string },
) =>
  kind === 'user_device'
    ? { pk: `${tenant}#user#${id}`, sk: `lockout#${device}` }
    : { pk: `${tenant}#${kind}#${id}`, sk: 'lockout' };
/** Key of a user's signals of a takeover. */
export const takeoverSignalsKey = (tenant: string, userId: string) => ({
  pk: `${tenant}#user#${userId}`,
  sk: 'takeover',
});
/** Key of a review case; ids sort by creation. */
export const reviewCaseKey = (tenant: string, id: string) => ({ pk: `${tenant}#review-cases`, sk: id });
/** Keys of a review case in the index: those that wait for a person, and those that do not. */
export const reviewCaseStateKey = (tenant: string, state: 'waiting' | 'decided', id: string) => ({
  by_case_state_pk: `${tenant}#review-cases#${state}`,
  by_case_state_sk: id,
});
/** Key of the row that two users can have one case about for one reason. */
export const reviewPairKey = (tenant: string, reason: string, userIds: readonly string[]) => ({
  pk: `${tenant}#review-pair#${[...userIds].sort().join('#')}`,
  sk: reason,
});
/** Key of the row of a user that says that another user is a different person whose face matches. */
export const allowedPairKey = (tenant: string, userId: string, otherId: string) => ({
  pk: `${tenant}#user#${userId}`,
  sk: `allowed-pair#${otherId}`,
});
/** Key of the row that a run of a session can have one case about for one reason. */
export const reviewRunKey = (
  tenant: string,
  reason: string,
  { id, run }: { readonly id: string; readonly run: number },
) => ({ pk: `${tenant}#review-run#${id}#${run}`, sk: reason });
/** Key of an entry of a watchlist; ids sort by creation. */
export const watchlistEntryKey = (tenant: string, listId: string, id: string) => ({
  pk: `${tenant}#watchlist#${listId}`,
  sk: id,
});
/** Key by which an entry is found when it is to be removed. */
export const watchlistDueKey = (
  tenant: string,
  dueAt: string,
  { list_id, id }: { readonly list_id: string; readonly id: string },
) => ({ pk: `${tenant}#watchlist-due`, sk: `${dueAt}#${list_id}#${id}` });
/** Key of the label of a sampled liveness check, by the id of its case. */
export const livenessLabelKey = (tenant: string, id: string) => ({ pk: `${tenant}#liveness-labels`, sk: id });
/** Key of the proof of a step-up. */
export const stepUpProofKey = (tenant: string, jti: string) => ({
  pk: `${tenant}#step-up-proof#${jti}`,
  sk: 'proof',
});
/** Sort key of every event outside sessions, which nothing else has. */
export const OUTBOX_SORT_KEY = 'outbox';
/** Key of an event that is not a transition of a session. */
export const outboxKey = (tenant: string, id: string) => ({
  pk: `${tenant}#event#${id}`,
  sk: OUTBOX_SORT_KEY,
});
/** Key of a webhook endpoint; ids sort by creation. */
export const webhookEndpointKey = (tenant: string, id: string) => ({
  pk: `${tenant}#webhook-endpoints`,
  sk: id,
});
/** Key of a delivery to a webhook endpoint; ids sort by the time of the event or of its replay. */
export const webhookDeliveryKey = (tenant: string, endpointId: string, id: string) => ({
  pk: `${tenant}#webhook-deliveries#${endpointId}`,
  sk: id,
});
/** Key of an event that is kept for replays, in a partition of its day. @param time RFC 3339, in UTC */
export const webhookEventKey = (tenant: string, time: string, id: string) => ({
  pk: `${tenant}#webhook-events#${time.slice(0, 10)}`,
  sk: `${time}#${id}`,
});
/** Key of the row that says which version of a tenant's policy new sessions get. */
export const policyLineKey = (tenant: string, id: string) => ({ pk: `${tenant}#policy#${id}`, sk: 'line' });
/** Key of a version of a policy; versions sort by their numbers. */
export const policyVersionKey = (tenant: string, id: string, version: number) => ({
  pk: `${tenant}#policy#${id}`,
  sk: `version#${String(version).padStart(6, '0')}`,
});
/** Partition of the entries of a tenant's consent texts. */
export const consentTextsKey = (tenant: string): string => `${tenant}#consent-texts`;
/** Key of the entry of a consent text; those of one version follow each other. */
export const consentTextEntryKey = (
  tenant: string,
  text: {
    readonly notice_version: string;
    readonly locale: string;
    readonly jurisdiction?: string | undefined;
  },
) => ({
  pk: consentTextsKey(tenant),
  sk: `${text.notice_version}#${text.jurisdiction ?? 'any'}#${text.locale}`,
});
/** Key of what a consent text says, by its hash. */
export const consentTextKey = (tenant: string, sha256: string) => ({
  pk: `${tenant}#consent-text#${sha256}`,
  sk: 'text',
});
/** Key of a consent receipt in its user's partition; ids sort by creation. */
export const consentReceiptKey = (tenant: string, userId: string, id: string) => ({
  ...userClaimKey(tenant, userId),
  sk: `${CONSENT_RECEIPT_PREFIX}${id}`,
});
export const CONSENT_RECEIPT_PREFIX = 'consent#';
/** Key of the capture links of a session. */
export const captureLinksKey = (tenant: string, sessionId: string) => ({
  pk: `${tenant}#capture-links#${sessionId}`,
  sk: 'links',
});
/** Key of a link by which a person denies an enrollment. */
export const repudiationLinkKey = (tenant: string, id: string) => ({
  pk: `${tenant}#repudiation-link#${id}`,
  sk: 'link',
});
/** Key of the login that a session has proved. */
export const faceLoginKey = (tenant: string, sessionId: string) => ({
  pk: `${tenant}#face-login#${sessionId}`,
  sk: 'login',
});
/** Key of the buckets from which calls of a tenant are granted. */
export const callLaneKey = (tenant: string, lane: number) => ({
  pk: `${tenant}#${CALL_LANES}#${lane}`,
  sk: 'buckets',
});
/** Key of a place in which a call of a tenant waits, each in a partition of its own. */
export const waitSlotKey = (tenant: string, place: number) => ({
  pk: `${tenant}#wait-slot#${place}`,
  sk: 'slot',
});
/** Entries of a chain in one partition. */
export const LEDGER_BLOCK = 1000;
/** Digits of a place in a chain, so that keys sort like their numbers. */
const LEDGER_DIGITS = 12;
const ledgerDigits = (number: number) => String(number).padStart(LEDGER_DIGITS, '0');
/** Key of an entry of the ledger, by its place in the chain of its tenant. */
export const ledgerEntryKey = (tenant: string, sequence: number) => ({
  pk: `${tenant}#ledger#${ledgerDigits(Math.floor(sequence / LEDGER_BLOCK))}`,
  sk: ledgerDigits(sequence),
});
/** Key of the mark of a row that the ledger has an entry about. */
export const ledgerSourceKey = (tenant: string, sourceId: string) => ({
  pk: `${tenant}#ledger-source#${sourceId}`,
  sk: 'entry',
});
/** Key of the end of a tenant's chain. */
export const ledgerHeadKey = (tenant: string) => ({ pk: `${tenant}#ledger-head`, sk: 'head' });
/** Key of an audit entry; ids sort by creation. */
export const auditEntryKey = (tenant: string, id: string) => ({ pk: `${tenant}#audit`, sk: id });
/** Keys of an audit entry in the indexes. */
export const auditSubjectKey = (tenant: string, subject: string, id: string) => ({
  by_subject_pk: `${tenant}#${subject}`,
  by_subject_sk: id,
});
export const auditTargetKey = (tenant: string, target: string, id: string) => ({
  by_target_pk: `${tenant}#${target}`,
  by_target_sk: id,
});
/** Key of how an audited call ended. */
export const auditEndKey = (tenant: string, id: string) => ({ pk: `${tenant}#audit#${id}`, sk: 'end' });
export const indexJobKey = (tenant: string, id: string) => ({ pk: `${tenant}#index-jobs`, sk: id });
export const indexLeaseKey = (tenant: string, userId: string) => ({
  pk: `${tenant}#user#${userId}`,
  sk: 'index-lease',
});
/** Key of a job's step; steps sort like the rows of the manifest. */
export const indexStepKey = (tenant: string, jobId: string, firstRow: number, from: number) => ({
  pk: `${tenant}#index-job#${jobId}`,
  sk: `step#${String(firstRow).padStart(10, '0')}#${String(from).padStart(5, '0')}`,
});
/** Key of a rate; rates belong to the account, so these are the only rows without a tenant. */
export const rateKey = (operation: string) => ({ pk: `${ACCOUNT_ROWS}#${operation}`, sk: 'rate' });
export const rateWindowKey = (operation: string, window: number) => ({
  pk: `${ACCOUNT_ROWS}#${operation}`,
  sk: `window#${String(window).padStart(12, '0')}`,
});
/** Key of a row in the list of reconciliations: an id, or `running`, which prevents two at a time. */
export const listedReconciliationKey = (tenant: string, id: string) => ({
  pk: `${tenant}#reconciliations`,
  sk: id,
});
export const reconciliationKey = (tenant: string, id: string) => ({
  pk: `${tenant}#reconciliation#${id}`,
  sk: 'reconciliation',
});
/** @param region of the collection, if it is the second one: a face may be missing in both */
export const findingKey = (tenant: string, id: string, kind: string, faceId: string, region?: string) => ({
  pk: `${tenant}#reconciliation#${id}`,
  sk: `finding#${kind}${region === undefined ? '' : `@${region}`}#${faceId}`,
});
/** Partition of the requests for user vectors, ordered by collection. */
export const userVectorsKey = (tenant: string): string => `${tenant}#user-vectors`;
export const userVectorKey = (vector: {
  readonly tenant: string;
  readonly collection_id: string;
  readonly user_id: string;
}) => ({ pk: userVectorsKey(vector.tenant), sk: `${vector.collection_id}#${vector.user_id}` });
/** Partition of the requests for the second region, ordered by collection. */
export const replicationsKey = (tenant: string): string => `${tenant}#replications`;
export const replicationKey = (image: {
  readonly tenant: string;
  readonly collection_id: string;
  readonly image_id: string;
}) => ({ pk: replicationsKey(image.tenant), sk: `image#${image.collection_id}#${image.image_id}` });
/** Key of an image that is about to be indexed, beside the requests for the second region. */
export const plannedImageKey = (image: {
  readonly tenant: string;
  readonly collection_id: string;
  readonly image_id: string;
}) => ({ pk: replicationsKey(image.tenant), sk: `planned#${image.collection_id}#${image.image_id}` });
/** Key of the state of all replicas of a tenant. */
export const replicaStateKey = (tenant: string) => ({ pk: replicationsKey(tenant), sk: 'state' });
export const mappingKey = (tenant: string, owner: FaceOwner, collectionId: string, faceId: string) => ({
  user_id: `${tenant}#${ownerKey(owner)}`,
  'collection_id#face_id': `${collectionId}#${faceId}`,
});

/** Converts a time for DynamoDB's time to live. */
export const epochSeconds = (time: Date): number => Math.floor(time.getTime() / 1000);
