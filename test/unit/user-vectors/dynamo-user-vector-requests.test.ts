import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userVectorPuts } from '../../../lambda/enrollment/adapters/dynamo-user-vector-outbox.ts';
import { createDynamoUserVectorRequests } from '../../../lambda/user-vectors/adapters/dynamo-user-vector-requests.ts';
import { aMapping, minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { unique } from '../../support/lambda/unique.ts';

describe('requests for user vectors in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());
  const requestsAt = (minute: number) =>
    createDynamoUserVectorRequests(tables.documents, tables.control, () => minutesAfter(minute));
  const aVector = (user_id = unique('user'), tenant = unique('tenant')) => ({
    tenant,
    user_id,
    collection_id: `p.${tenant}.g1.1`,
  });

  it('keep the collection of a user apart from others until they are settled', async () => {
    const requests = requestsAt(0);
    const vector = aVector();
    await requests.put(vector, 'r1');
    const { tenant, collection_id } = vector;
    expect(await requests.isBuilding(tenant, collection_id)).toBe(true);
    expect(await requests.isBuilding(tenant, collection_id, vector.user_id)).toBe(true);
    expect(await requests.isBuilding(tenant, collection_id, 'another')).toBe(false);
    // a collection whose name begins alike is another one
    expect(await requests.isBuilding(tenant, collection_id.slice(0, -1))).toBe(false);
    const request = await requests.get(vector);
    expect(request).toEqual({ ...vector, revision: 'r1', requested_at: NOON.toISOString() });
    if (!request) throw new Error('no request');
    expect(await requests.settle(request)).toBe(true);
    expect(await requests.isBuilding(tenant, collection_id)).toBe(false);
    expect(await requests.settle(request)).toBe(true);
  });

  it('stay where the faces have changed since', async () => {
    const requests = requestsAt(0);
    const vector = aVector();
    await requests.put(vector, 'r1');
    const request = await requests.get(vector);
    if (!request) throw new Error('no request');
    await requests.put(vector, 'r2');
    expect(await requests.settle(request)).toBe(false);
    expect(await requests.leaveOut(request, [])).toBe(false);
    expect((await requests.get(vector))?.revision).toBe('r2');
  });

  it('are listed where they are open, and dropped whatever has changed', async () => {
    const requests = requestsAt(0);
    const tenant = unique('tenant');
    const vectors = ['a', 'b', 'c', 'd'].map((user) => aVector(user, tenant));
    for (const vector of vectors) await requests.put(vector, 'r1');
    await requests.put({ tenant, user_id: 'a', collection_id: `p.${tenant}.g1.10` }, 'r1');
    const [, b, , d] = vectors;
    const leftOut = b && (await requests.get(b));
    if (!leftOut || !d) throw new Error('no request');
    await requests.leaveOut(leftOut, [{ face_id: 'f', reason: 'LOW_MATCH_CONFIDENCE' }]);
    const collection = `p.${tenant}.g1.1`;
    const open = async (limit: number) =>
      (await requests.listOpen(tenant, collection, 'r', limit)).map(({ user_id }) => user_id);
    expect(await open(2)).toEqual(['a', 'c']);
    expect(await open(9)).toEqual(['a', 'c', 'd']);
    expect(await requests.listOpen(tenant, collection, 's', 9)).toEqual([]);
    await requests.drop(d);
    expect(await open(9)).toEqual(['a', 'c']);
  });

  it('are overdue after five minutes, and after a day where a face is left out', async () => {
    const tenant = unique('tenant');
    const [vector, other] = [aVector('a', tenant), aVector('b', tenant)];
    await requestsAt(0).put(vector, 'r1');
    await requestsAt(0).put(other, 'r1');
    const request = await requestsAt(0).get(other);
    if (!request) throw new Error('no request');
    const left_out = [{ face_id: 'f', reason: 'LOW_MATCH_CONFIDENCE' as const }];
    expect(await requestsAt(0).leaveOut(request, left_out)).toBe(true);
    const overdueAt = async (minute: number) =>
      (await requestsAt(minute).listOverdue(tenant)).requests.map(({ user_id }) => user_id);
    expect(await overdueAt(4)).toEqual([]);
    expect(await overdueAt(5)).toEqual(['a']);
    expect(await overdueAt(24 * 60)).toEqual(['a', 'b']);
    expect(await requestsAt(0).get(other)).toMatchObject({ left_out });
  });

  it('are written with the mapping of a face, where the generation has vectors of users', async () => {
    const tenant = unique('tenant');
    const generations = {
      default: [aGeneration(), aGeneration({ generation: 'u1', vectors: 'user' })],
      tenants: {},
    };
    // two of them are faces of one vector
    const mappings = ['g1', 'u1', 'u1'].map((generation, index) =>
      aMapping({ tenant, collection_id: `p.${tenant}.${generation}.0`, face_id: `face-${index}` }),
    );
    const puts = userVectorPuts(tables.control, generations, mappings);
    await tables.documents.send(new TransactWriteCommand({ TransactItems: puts }));
    expect(await requestsAt(0).isBuilding(tenant, `p.${tenant}.g1.0`)).toBe(false);
    expect(await requestsAt(0).isBuilding(tenant, `p.${tenant}.u1.0`)).toBe(true);
    const unknown = aMapping({ tenant, collection_id: `p.${tenant}.gone.0` });
    expect(() => userVectorPuts(tables.control, generations, [unknown])).toThrow('to no generation');
  });
});
