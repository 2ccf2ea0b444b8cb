import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { changeGenerations } from '../../collections/adapters/dynamo-generation-registry.ts';
import { FACE_STATE } from '../../enrollment/adapters/dynamo-claim-items.ts';
import {
  type MappingTables,
  mappingDeletes,
  mappingPuts,
} from '../../enrollment/adapters/dynamo-mapping-writes.ts';
import { sumCalls } from '../../kernel/billing.ts';
import { ownerKey } from '../../kernel/face-owner.ts';
import { newestFirst, setting, wasWritten } from '../../platform/dynamo-expressions.ts';
import { faceKey, mappingKey, migrationKey, migrationPlanKey } from '../../platform/dynamo-keys.ts';
import { outboxPut } from '../../platform/dynamo-outbox.ts';
import { transact, transactPatiently } from '../../platform/dynamo-transaction.ts';
import {
  isAtWork,
  MIGRATION_ACTIONS,
  MIGRATION_WORK,
  type Migration,
  migration as migrationRow,
  NO_IMAGES,
  rolesAfter,
} from '../domain/migration.ts';
import { changeBy, eventOfMigration } from '../domain/migration-event.ts';
import type { MigrationStore } from '../ports/migration-store.ts';

const planRow = z.object({ image_id: z.string() });
const START = { shard: 0 } as const;

/** Attributes of a row when the next phase begins. */
const newWork = (now: Date) => ({ position: START, work: { started_at: now.toISOString(), done: 0 } });

/** Attributes of a row when another pass begins. */
const nextPass = (pass: number, now: Date) => ({
  pass: pass + 1,
  counts: NO_IMAGES,
  ...newWork(now),
});

/** Part of an update that sets attributes if others are unchanged since they were read. */
function setWhere(changes: Readonly<Partial<Migration>>, held: Readonly<Partial<Migration>>) {
  const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = setting(changes);
  const conditions = Object.entries(held);
  return {
    UpdateExpression,
    ConditionExpression: conditions.map(([name]) => `#${name} = :was_${name}`).join(' AND '),
    ExpressionAttributeNames: {
      ...ExpressionAttributeNames,
      ...Object.fromEntries(conditions.map(([name]) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: {
      ...ExpressionAttributeValues,
      ...Object.fromEntries(conditions.map(([name, value]) => [`:was_${name}`, value])),
    },
  };
}

/**
 * Migrations in the control table: one partition per tenant for the list, one per migration for its images.
 */
export function createDynamoMigrationStore(
  client: DynamoDBDocumentClient,
  tables: MappingTables,
): MigrationStore {
  const { control, faceMapping } = tables;
  /**
   * Update of a row that is still as the caller read it: the
   * work was not stopped, and no other attempt got further.
   */
  const updateOf = (
    { tenant, id, status, pass, position }: Migration,
    changes: Readonly<Partial<Migration>>,
  ) => ({
    TableName: control,
    Key: migrationKey(tenant, id),
    ...setWhere(changes, { status, pass, position }),
  });
  const update = (migration: Migration, changes: Readonly<Partial<Migration>>): Promise<boolean> =>
    wasWritten(client.send(new UpdateCommand(updateOf(migration, changes))));

  return {
    create(migration, revision) {
      const { tenant, id, from, to } = migration;
      return transactPatiently(client, [
        {
          Put: {
            TableName: control,
            Item: { ...migration, ...migrationKey(tenant, id) },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        outboxPut(control, eventOfMigration(migration, 'started', new Date(migration.created_at))),
        ...changeGenerations(control, tenant, revision, { active: from, filling: to }),
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

    act(migration, action, revision, now) {
      const { tenant, id, status, pass } = migration;
      const { to } = MIGRATION_ACTIONS[action];
      const change = changeBy(action);
      // the counts of the last pass stay visible until the next pass
      const next = to === 'filling' ? nextPass(pass, now) : newWork(now);
      return transactPatiently(client, [
        {
          Update: {
            TableName: control,
            Key: migrationKey(tenant, id),
            ...setWhere({ status: to, ...next }, { status }),
          },
        },
        ...(change ? [outboxPut(control, eventOfMigration(migration, change, now, revision))] : []),
        ...changeGenerations(control, tenant, revision, rolesAfter(migration, action)),
      ]);
    },

    advance(migration, { next, looked, counts, calls }) {
      const { work = { started_at: migration.created_at, done: 0 } } = migration;
      return update(migration, {
        position: next,
        work: { ...work, done: work.done + looked },
        counts: {
          indexed: migration.counts.indexed + counts.indexed,
          present: migration.counts.present + counts.present,
          failed: migration.counts.failed + counts.failed,
        },
        calls: sumCalls([migration.calls, calls]),
      });
    },

    startPass(migration, now) {
      return update(migration, nextPass(migration.pass, now));
    },

    finish(migration, now) {
      if (!isAtWork(migration.status)) throw new Error(`migration ${migration.id} has no work to finish`);
      const status = MIGRATION_WORK[migration.status];
      const changes = { status, ...newWork(now) };
      if (status !== 'drained') return update(migration, changes);
      return transact(client, [
        { Update: updateOf(migration, changes) },
        outboxPut(control, eventOfMigration(migration, 'completed', now)),
      ]);
    },

    async planImage({ tenant, id }, imageId, attempt) {
      const { Attributes } = await client.send(
        new PutCommand({
          TableName: control,
          Item: { ...migrationPlanKey(tenant, id, imageId), image_id: imageId, attempt },
          ReturnValues: 'ALL_OLD',
        }),
      );
      return Attributes !== undefined;
    },

    async forgetImage({ tenant, id }, imageId) {
      const key = migrationPlanKey(tenant, id, imageId);
      await client.send(new DeleteCommand({ TableName: control, Key: key }));
    },

    async plannedImages({ tenant, id }) {
      const { pk, sk } = migrationPlanKey(tenant, id, '');
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
            Key: mappingKey(tenant, source, source.collection_id, source.face_id),
            ConditionExpression: 'attribute_exists(user_id)',
          },
        },
        ...mappingPuts(tables, [copy]),
        {
          Put: {
            TableName: control,
            Item: {
              ...faceKey(tenant, copy.face_id),
              state: FACE_STATE.mapped,
              user_id: ownerKey(copy),
              session_id: copy.session_id,
            },
          },
        },
        {
          Delete: {
            TableName: control,
            Key: migrationPlanKey(tenant, id, copy.image_id),
            ConditionExpression: 'attempt = :attempt',
            ExpressionAttributeValues: { ':attempt': attempt },
          },
        },
      ]);
      if (mapped) return true;
      // a lost response: the row shows whether this copy is already mapped
      const key = mappingKey(tenant, copy, copy.collection_id, copy.face_id);
      const { Item } = await client.send(
        new GetCommand({ TableName: faceMapping, Key: key, ConsistentRead: true }),
      );
      return Item !== undefined;
    },

    async unmap(faces) {
      for (const mapping of faces)
        await transact(client, [
          ...mappingDeletes(tables, [mapping]),
          { Delete: { TableName: control, Key: faceKey(mapping.tenant, mapping.face_id) } },
        ]);
    },
  };
}
