import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Generations } from '../contract/generations.ts';
import { sumCalls } from '../domain/billing.ts';
import {
  isAtWork,
  MIGRATION_ACTIONS,
  MIGRATION_WORK,
  type Migration,
  migration as migrationRow,
  NO_IMAGES,
  rolesAfter,
} from '../domain/migration.ts';
import type { MigrationFailure, MigrationStore } from '../ports/migration-store.ts';
import { FACE_STATE } from './dynamo-enrolment-items.ts';
import { newestFirst, setting, wasWritten } from './dynamo-expressions.ts';
import { mappingItem } from './dynamo-face-mapping-store.ts';
import { changeGenerations } from './dynamo-generation-registry.ts';
import { faceKey, mappingKey, migrationItemKey, migrationKey } from './dynamo-keys.ts';
import { transact } from './dynamo-transaction.ts';
import { userVectorPuts } from './dynamo-user-vector-requests.ts';

export interface MigrationTables {
  readonly control: string;
  readonly faceMapping: string;
}

const failureRow = z.object({
  user_id: z.string(),
  image_id: z.string(),
  reason: z.enum(['image_missing', 'face_not_detected', 'face_not_matched']),
});

const planRow = z.object({ image_id: z.string() });
const START = { shard: 0 } as const;

/** `status` and `position` are reserved words of DynamoDB. */
const STATUS = { '#status': 'status' } as const;
const POSITION = { '#position': 'position' } as const;

/** Migrations in the control table: one partition a tenant for the list, one a migration for its images. */
export function createDynamoMigrationStore(
  client: DynamoDBDocumentClient,
  { control, faceMapping }: MigrationTables,
  generations: Generations,
): MigrationStore {
  /** True where the row is still as the caller has read it: nobody stopped the work, nobody came further. */
  const update = async (
    { tenant, id, status, pass, position }: Migration,
    changes: Readonly<Partial<Pick<Migration, 'status' | 'pass' | 'position' | 'counts' | 'calls'>>>,
  ): Promise<boolean> => {
    const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = setting(changes);
    return wasWritten(
      client.send(
        new UpdateCommand({
          TableName: control,
          Key: migrationKey(tenant, id),
          UpdateExpression,
          ConditionExpression: '#status = :was AND #pass = :at_pass AND #position = :at_position',
          ExpressionAttributeNames: { ...ExpressionAttributeNames, ...STATUS, ...POSITION, '#pass': 'pass' },
          ExpressionAttributeValues: {
            ...ExpressionAttributeValues,
            ':was': status,
            ':at_pass': pass,
            ':at_position': position,
          },
        }),
      ),
    );
  };

  return {
    create(migration, revision) {
      const { tenant, id, from, to } = migration;
      return transact(client, [
        {
          Put: {
            TableName: control,
            Item: { ...migration, ...migrationKey(tenant, id) },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        changeGenerations(control, tenant, revision, { active: from, filling: to }),
      ]);
    },

    async get(tenant, id) {
      const { Item } = await client.send(
        new GetCommand({ TableName: control, Key: migrationKey(tenant, id), ConsistentRead: true }),
      );
      return Item && migrationRow.parse(Item);
    },

    async list(tenant, limit, afterId) {
      const { items, ...page } = await newestFirst(client, control, (id) => migrationKey(tenant, id), {
        limit,
        afterId,
      });
      return { migrations: items.map((item) => migrationRow.parse(item)), ...page };
    },

    act(migration, action, revision) {
      const { tenant, id, status } = migration;
      const { to } = MIGRATION_ACTIONS[action];
      // the figures of the last pass stay to be seen until there is another
      const isAgain = to === 'filling';
      return transact(client, [
        {
          Update: {
            TableName: control,
            Key: migrationKey(tenant, id),
            UpdateExpression: `SET #status = :to, #position = :start${isAgain ? ', #counts = :none' : ''}`,
            ConditionExpression: '#status = :was',
            ExpressionAttributeNames: { ...STATUS, ...POSITION, ...(isAgain ? { '#counts': 'counts' } : {}) },
            ExpressionAttributeValues: {
              ':to': to,
              ':was': status,
              ':start': START,
              ...(isAgain ? { ':none': NO_IMAGES } : {}),
            },
          },
        },
        changeGenerations(control, tenant, revision, rolesAfter(migration, action)),
      ]);
    },

    advance(migration, { next, counts, calls }) {
      return update(migration, {
        position: next,
        counts: {
          indexed: migration.counts.indexed + counts.indexed,
          present: migration.counts.present + counts.present,
          failed: migration.counts.failed + counts.failed,
        },
        calls: sumCalls([migration.calls, calls]),
      });
    },

    startPass(migration) {
      return update(migration, { pass: migration.pass + 1, position: START, counts: NO_IMAGES });
    },

    finish(migration) {
      if (!isAtWork(migration.status)) throw new Error(`migration ${migration.id} has no work to finish`);
      return update(migration, { status: MIGRATION_WORK[migration.status], position: START });
    },

    async planImage({ tenant, id }, imageId, attempt) {
      const { Attributes } = await client.send(
        new PutCommand({
          TableName: control,
          Item: { ...migrationItemKey(tenant, id, 'plan', imageId), image_id: imageId, attempt },
          ReturnValues: 'ALL_OLD',
        }),
      );
      return Attributes !== undefined;
    },

    async forgetImage({ tenant, id }, imageId) {
      const key = migrationItemKey(tenant, id, 'plan', imageId);
      await client.send(new DeleteCommand({ TableName: control, Key: key }));
    },

    async plannedImages({ tenant, id }) {
      const { pk, sk } = migrationItemKey(tenant, id, 'plan', '');
      const planned = new Set<string>();
      const pages = paginateQuery(
        { client },
        {
          TableName: control,
          KeyConditionExpression: 'pk = :migration AND begins_with(sk, :plans)',
          ExpressionAttributeValues: { ':migration': pk, ':plans': sk },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages) {
        for (const item of Items) planned.add(planRow.parse(item).image_id);
      }
      return planned;
    },

    async mapCopy({ tenant, id }, source, copy, attempt) {
      const mapped = await transact(client, [
        {
          ConditionCheck: {
            TableName: faceMapping,
            Key: mappingKey(tenant, source.user_id, source.collection_id, source.face_id),
            ConditionExpression: 'attribute_exists(user_id)',
          },
        },
        { Put: { TableName: faceMapping, Item: mappingItem(copy) } },
        ...userVectorPuts(control, generations, [copy]),
        {
          Put: {
            TableName: control,
            Item: {
              ...faceKey(tenant, copy.face_id),
              state: FACE_STATE.mapped,
              user_id: copy.user_id,
              session_id: copy.session_id,
            },
          },
        },
        {
          Delete: {
            TableName: control,
            Key: migrationItemKey(tenant, id, 'plan', copy.image_id),
            ConditionExpression: 'attempt = :attempt',
            ExpressionAttributeValues: { ':attempt': attempt },
          },
        },
      ]);
      if (mapped) return true;
      // an answer that was lost: the row says whether this very copy is mapped already
      const key = mappingKey(tenant, copy.user_id, copy.collection_id, copy.face_id);
      const { Item } = await client.send(
        new GetCommand({ TableName: faceMapping, Key: key, ConsistentRead: true }),
      );
      return Item !== undefined;
    },

    async unmap(faces) {
      for (const { tenant, user_id, collection_id, face_id } of faces)
        await transact(client, [
          { Delete: { TableName: faceMapping, Key: mappingKey(tenant, user_id, collection_id, face_id) } },
          { Delete: { TableName: control, Key: faceKey(tenant, face_id) } },
        ]);
    },

    async recordFailure({ tenant, id }, failure) {
      const key = migrationItemKey(tenant, id, 'failure', failure.image_id);
      await client.send(new PutCommand({ TableName: control, Item: { ...failure, ...key } }));
    },

    async clearFailure({ tenant, id }, imageId) {
      const key = migrationItemKey(tenant, id, 'failure', imageId);
      await client.send(new DeleteCommand({ TableName: control, Key: key }));
    },

    async failures({ tenant, id }, limit) {
      const { pk, sk } = migrationItemKey(tenant, id, 'failure', '');
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: control,
          KeyConditionExpression: 'pk = :migration AND begins_with(sk, :failures)',
          ExpressionAttributeValues: { ':migration': pk, ':failures': sk },
          Limit: limit,
        }),
      );
      return Items.map((item): MigrationFailure => failureRow.parse(item));
    },
  };
}
