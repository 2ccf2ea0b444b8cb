/**
 * Keys of the rows. Every partition key begins with the tenant, so that one IAM condition on leading keys isolates
 * tenants; ids hold no `#`.
 */
export const sessionKey = (tenant: string, id: string) => ({ pk: `${tenant}#${id}`, sk: 'session' });
export const livenessSessionKey = (tenant: string, sessionId: string, livenessSessionId: string) => ({
  pk: `${tenant}#${sessionId}`,
  sk: `liveness#${livenessSessionId}`,
});
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
export const generationsKey = (tenant: string) => ({ pk: `${tenant}#generations`, sk: 'state' });
export const migrationKey = (tenant: string, id: string) => ({ pk: `${tenant}#migrations`, sk: id });
/** An attempt of a migration at one image. */
export const migrationPlanKey = (tenant: string, id: string, imageId: string) => ({
  pk: `${tenant}#migration#${id}`,
  sk: `plan#${imageId}`,
});
/** What the shadow reads of one pass of a migration have found. */
export const shadowReadKey = (
  { tenant, id, pass }: { readonly tenant: string; readonly id: string; readonly pass: number },
  row: 'figures' | `compared#${string}` | `disagreement#${string}`,
) => ({ pk: `${tenant}#migration#${id}`, sk: `shadow#${pass}#${row}` });
/** An image that has no face in a generation. */
export const missingImageKey = (tenant: string, generation: string, imageId: string) => ({
  pk: `${tenant}#missing-images#${generation}`,
  sk: imageId,
});
export const lockoutKey = (tenant: string, kind: string, id: string) => ({
  pk: `${tenant}#${kind}#${id}`,
  sk: 'lockout',
});
export const indexJobKey = (tenant: string, id: string) => ({ pk: `${tenant}#index-jobs`, sk: id });
export const indexLeaseKey = (tenant: string, userId: string) => ({
  pk: `${tenant}#user#${userId}`,
  sk: 'index-lease',
});
/** Steps of a job sort as the rows of its manifest do. */
export const indexStepKey = (tenant: string, jobId: string, firstRow: number, from: number) => ({
  pk: `${tenant}#index-job#${jobId}`,
  sk: `step#${String(firstRow).padStart(10, '0')}#${String(from).padStart(5, '0')}`,
});
/** Rates are an account's, not a tenant's: the only rows whose partition key begins with no tenant. */
export const rateKey = (operation: string) => ({ pk: `limiter#${operation}`, sk: 'rate' });
export const rateWindowKey = (operation: string, window: number) => ({
  pk: `limiter#${operation}`,
  sk: `window#${String(window).padStart(12, '0')}`,
});
/** Row of a tenant that keeps two reconciliations from running at once. */
export const runningReconciliationKey = (tenant: string) => ({
  pk: `${tenant}#reconciliations`,
  sk: 'running',
});
export const reconciliationKey = (tenant: string, id: string) => ({
  pk: `${tenant}#reconciliation#${id}`,
  sk: 'reconciliation',
});
/** @param region of the collection, where it is the second one: one face may be missing in both */
export const findingKey = (tenant: string, id: string, kind: string, faceId: string, region?: string) => ({
  pk: `${tenant}#reconciliation#${id}`,
  sk: `finding#${kind}${region === undefined ? '' : `@${region}`}#${faceId}`,
});
/** Requests for user vectors, those of one collection side by side. */
export const userVectorsKey = (tenant: string): string => `${tenant}#user-vectors`;
export const userVectorKey = (vector: {
  readonly tenant: string;
  readonly collection_id: string;
  readonly user_id: string;
}) => ({ pk: userVectorsKey(vector.tenant), sk: `${vector.collection_id}#${vector.user_id}` });
/** Requests of the second region, those of one collection side by side. */
export const replicationsKey = (tenant: string): string => `${tenant}#replications`;
export const replicationKey = (image: {
  readonly tenant: string;
  readonly collection_id: string;
  readonly image_id: string;
}) => ({ pk: replicationsKey(image.tenant), sk: `image#${image.collection_id}#${image.image_id}` });
/** What is known of a tenant's replicas as a whole. */
export const replicaStateKey = (tenant: string) => ({ pk: replicationsKey(tenant), sk: 'state' });
export const mappingKey = (tenant: string, userId: string, collectionId: string, faceId: string) => ({
  user_id: `${tenant}#${userId}`,
  'collection_id#face_id': `${collectionId}#${faceId}`,
});

/** What DynamoDB's time to live wants. */
export const epochSeconds = (time: Date): number => Math.floor(time.getTime() / 1000);
