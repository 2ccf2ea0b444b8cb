import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { enrollmentRemoval } from '../../enrollment/adapters/dynamo-enrollment-removal.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { type MappingTables, mappingDeletes } from '../../enrollment/adapters/dynamo-mapping-writes.ts';
import { eventOfRemoval } from '../../enrollment/domain/enrollment-event.ts';
import type { UserFaceMapping } from '../../enrollment/domain/face-mapping.ts';
import type { Clock } from '../../kernel/ports/clock.ts';
import { faceKey, lastInteractionKey, mappingKey } from '../../platform/dynamo-keys.ts';
import { sharedOutboxPut } from '../../platform/dynamo-outbox.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import type { FaceRemoval } from '../ports/face-removal.ts';

/** Others change the enrollments of a user rarely: further ones, and removals of other faces. */
const MAX_ATTEMPTS = 5;

/**
 * Removes mapping, face record and, with the last face of an enrollment, its claims in one transaction, and
 * reports it.
 */
export function createDynamoFaceRemoval(
  client: DynamoDBDocumentClient,
  tables: MappingTables,
  clock: Clock,
): FaceRemoval {
  const { control, faceMapping } = tables;
  const { listOfUser } = createDynamoFaceMappingStore(client, faceMapping);

  const othersOf = async ({ tenant, user_id, image_id }: UserFaceMapping) =>
    (await listOfUser(tenant, user_id)).filter((other) => other.image_id !== image_id);

  return {
    async remove(faces) {
      const [first = raise()] = faces;
      const { tenant, user_id, session_id, image_sha256 } = first;
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
        const others = await othersOf(first);
        // another image of the same enrollment, indexed by the same call
        const sibling = others.find((other) => other.image_sha256 === image_sha256);
        const removed = await transact(client, [
          ...mappingDeletes(tables, faces),
          ...faces.map(({ face_id }) => ({ Delete: { TableName: control, Key: faceKey(tenant, face_id) } })),
          ...(sibling
            ? [
                // of two removals of the last two images, one meets the other and removes the enrollment
                {
                  ConditionCheck: {
                    TableName: faceMapping,
                    Key: mappingKey(tenant, sibling, sibling.collection_id, sibling.face_id),
                    ConditionExpression: 'attribute_exists(user_id)',
                  },
                },
              ]
            : await enrollmentRemoval(client, control, first)),
          sharedOutboxPut(control, eventOfRemoval(first, clock())),
          // the clock of a user's templates goes with the last one
          ...(others.length === 0
            ? [{ Delete: { TableName: control, Key: lastInteractionKey(tenant, user_id) } }]
            : []),
        ]);
        if (removed) return;
      }
      throw new Error(
        `a face of ${session_id} is mapped, but a claim of its user or image is another session's`,
      );
    },
  };
}

function raise(): never {
  throw new RangeError('there is no face to remove');
}
