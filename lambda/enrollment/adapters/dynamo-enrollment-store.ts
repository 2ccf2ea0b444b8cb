import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { IndexedFace } from '../../collections/domain/indexed-face.ts';
import type { Clock } from '../../kernel/ports/clock.ts';
import { wasWritten } from '../../platform/dynamo-expressions.ts';
import { byUser, faceKey, imageClaimKey, userClaimKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { type EnrollmentClaim, enrollmentClaim } from '../domain/enrollment.ts';
import type { EnrollmentStore } from '../ports/enrollment-store.ts';
import {
  claimReturn,
  deleteOwn,
  FACE_STATE,
  faceRevocation,
  putNew,
  STATE,
  unmappedExpiry,
} from './dynamo-claim-items.ts';
import { createDynamoFaceRecords } from './dynamo-face-records.ts';
import { createDynamoFurtherClaims } from './dynamo-further-claims.ts';
import { plannedImageChanges, plannedImageDeletes } from './dynamo-planned-images.ts';

/**
 * Claims and face records in the control table. Every write is conditional, so that it can be retried.
 * @param listsPlans whether plans are listed by collection, which the second region requires
 */
export function createDynamoEnrollmentStore(
  client: DynamoDBDocumentClient,
  control: string,
  clock: Clock,
  listsPlans: boolean,
): EnrollmentStore {
  const read = async (key: Record<string, string>) =>
    (await client.send(new GetCommand({ TableName: control, Key: key, ConsistentRead: true }))).Item;
  const faceRecord = (claim: EnrollmentClaim, face: IndexedFace, mayStay = true) => ({
    Update: {
      TableName: control,
      Key: faceKey(claim.tenant, face.face_id),
      // another enrollment may have revoked the face before its id was known here
      UpdateExpression: `SET #state = ${mayStay ? 'if_not_exists(#state, :state)' : ':state'}, user_id = :user, by_user_pk = :by_user, session_id = :session, expires_at_epoch_seconds = :expiry${mayStay ? '' : ', revoked_at = if_not_exists(revoked_at, :now)'}`,
      ExpressionAttributeNames: STATE,
      ExpressionAttributeValues: {
        ':state': mayStay ? FACE_STATE.pending : FACE_STATE.revoked,
        ':user': claim.user_id,
        ':by_user': byUser(claim.tenant, claim.user_id).by_user_pk,
        ':session': claim.session_id,
        ':expiry': unmappedExpiry(clock()),
        ...(mayStay ? {} : { ':now': clock().toISOString() }),
      },
    },
  });
  const get: EnrollmentStore['get'] = async (tenant, userId) => {
    const item = await read(userClaimKey(tenant, userId));
    return item && enrollmentClaim.parse(item);
  };
  return {
    async claim(claim) {
      const userKey = userClaimKey(claim.tenant, claim.user_id);
      const imageKey = imageClaimKey(claim.tenant, claim.image_sha256);
      const claimed = await transact(client, [
        putNew(control, { ...claim, ...userKey }),
        putNew(control, {
          session_id: claim.session_id,
          user_id: claim.user_id,
          ...imageKey,
          ...byUser(claim.tenant, claim.user_id),
        }),
      ]);
      if (claimed) return { claimed };
      const [user, image] = await Promise.all([read(userKey), read(imageKey)]);
      const isOwn = (holder: Record<string, unknown> | undefined) => holder?.session_id === claim.session_id;
      if (isOwn(user) && isOwn(image)) return { claimed: true };
      if (user && !isOwn(user)) return { claimed: false, takenBy: 'user', holder: claim.user_id };
      return { claimed: false, takenBy: 'image', ...(image ? { holder: String(image.user_id) } : {}) };
    },

    ...createDynamoFurtherClaims(client, control),

    get,

    async plan(claim, plan) {
      const planned = listsPlans ? { ...plan, listed: true } : plan;
      const Update = {
        TableName: control,
        Key: userClaimKey(claim.tenant, claim.user_id),
        UpdateExpression: 'SET planned = :planned, copies = if_not_exists(copies, :none)',
        ConditionExpression: 'session_id = :session',
        ExpressionAttributeValues: { ':planned': planned, ':none': {}, ':session': claim.session_id },
      };
      const written = listsPlans
        ? await transact(client, [{ Update }, ...plannedImageChanges(control, claim, planned, clock())])
        : await wasWritten(client.send(new UpdateCommand(Update)));
      if (!written) throw new Error(`session ${claim.session_id} has lost its claim; nothing may be indexed`);
      return planned;
    },

    recordFace(claim, face, rejectedFor, stitched) {
      return transact(client, [
        {
          Update: {
            TableName: control,
            Key: userClaimKey(claim.tenant, claim.user_id),
            UpdateExpression: `SET face = :face, rejected_for = :reasons${stitched ? ', stitched = :stitched' : ''}`,
            ConditionExpression:
              'session_id = :session AND (attribute_not_exists(face) OR face.face_id = :face_id)',
            ExpressionAttributeValues: {
              ':face': face,
              ':face_id': face.face_id,
              ':reasons': [...rejectedFor],
              ':session': claim.session_id,
              ...(stitched ? { ':stitched': stitched } : {}),
            },
          },
        },
        faceRecord(claim, face, rejectedFor.length === 0),
        ...(stitched?.others ?? []).map((other) =>
          faceRecord(claim, other.face, other.rejected_for.length === 0),
        ),
      ]);
    },

    recordCopy(claim, face) {
      return transact(client, [
        {
          Update: {
            TableName: control,
            Key: userClaimKey(claim.tenant, claim.user_id),
            UpdateExpression: 'SET copies.#collection = :face',
            ConditionExpression: 'session_id = :session',
            ExpressionAttributeNames: { '#collection': face.collection_id },
            ExpressionAttributeValues: { ':face': face, ':session': claim.session_id },
          },
        },
        faceRecord(claim, face),
      ]);
    },

    async dropCopy(claim, collectionId) {
      await client.send(
        new UpdateCommand({
          TableName: control,
          Key: userClaimKey(claim.tenant, claim.user_id),
          UpdateExpression: 'REMOVE copies.#collection',
          ConditionExpression: 'session_id = :session',
          ExpressionAttributeNames: { '#collection': collectionId },
          ExpressionAttributeValues: { ':session': claim.session_id },
        }),
      );
    },

    ...createDynamoFaceRecords(client, control),

    revoke: (tenant, faceId) =>
      wasWritten(client.send(new UpdateCommand(faceRevocation(control, tenant, faceId, clock())))),

    async release(claim) {
      const { tenant, session_id, user_id, image_sha256 } = claim;
      // the enrollment before it may be deleted at the same time, face by face
      for (let attempt = 1; attempt <= MAX_RELEASES; attempt += 1) {
        const held = await get(tenant, user_id);
        const isOwn = held?.session_id === session_id && held.image_sha256 === image_sha256;
        const user =
          isOwn && held.former ? claimReturn(control, held, { conditions: [], values: {} }) : undefined;
        const released = await transact(client, [
          user ?? deleteOwn(control, userClaimKey(tenant, user_id), session_id),
          deleteOwn(control, imageClaimKey(tenant, image_sha256), session_id),
          ...plannedImageDeletes(control, claim),
        ]);
        if (released || !user) return;
      }
    },
  };
}

const MAX_RELEASES = 3;
