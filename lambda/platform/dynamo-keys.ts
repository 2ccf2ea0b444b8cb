import { type FaceOwner, ownerKey } from '../kernel/face-owner.ts';
import { ACCOUNT_ROWS, CALL_LANES } from '../kernel/tenancy.ts';

/**
 * Keys of the rows. Every partition key begins with the tenant, so that
 * one IAM condition on leading keys isolates tenants; ids contain no `#`.
 */
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
export const imageClaimKey = (tenant: string, sha256: string) => ({
  pk: `${tenant}#image#${sha256}`,
  sk: 'enrollment',
});
export const faceKey = (tenant: string, faceId: string) => ({
  pk: `${tenant}#face#${faceId}`,
  sk: 'enrollment',
});
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
export const livenessLabelKey = (tenant: string, id: string) => ({
  pk: `${tenant}#liveness-labels`,
  sk: id,
});
/** Key of the proof of a step-up. */
export const stepUpProofKey = (tenant: string, jti: string) => ({
  pk: `${tenant}#step-up-proof#${jti}`,
  sk: 'proof',
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
/** Key of the row that prevents two concurrent reconciliations of a tenant. */
export const runningReconciliationKey = (tenant: string) => ({
  pk: `${tenant}#reconciliations`,
  sk: 'running',
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
