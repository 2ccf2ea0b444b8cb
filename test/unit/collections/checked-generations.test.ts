import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoGenerationRegistry } from '../../../lambda/collections/adapters/dynamo-generation-registry.ts';
import { createDynamoGenerationShapes } from '../../../lambda/collections/adapters/dynamo-generation-shapes.ts';
import { checkedGenerations } from '../../../lambda/collections/checked-generations.ts';
import { collectionsToWrite } from '../../../lambda/collections/collections-to-write.ts';
import type { Generation } from '../../../lambda/collections/contract.ts';
import { GenerationChanged } from '../../../lambda/collections/domain/generation-shape.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';
import { unique } from '../../support/lambda/unique.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

/** A version of the code, deployed with these generations. */
function deployedWith(...declared: Generation[]) {
  const { documents, control } = tables;
  const { emit, metrics } = recordedMetrics();
  const roles = createDynamoGenerationRegistry(documents, control, { default: declared, tenants: {} });
  const shapes = createDynamoGenerationShapes(documents, control);
  let reads = 0;
  const counted = {
    ...shapes,
    get: (tenant: string, generation: string) => {
      reads += 1;
      return shapes.get(tenant, generation);
    },
  };
  const generations = checkedGenerations(roles, counted, emit);
  const enroll = (tenant: string, user_id: string) =>
    collectionsToWrite({ tenant, user_id }, { collectionPrefix: 'p', generations });
  return { generations, enroll, shapes, metrics, reads: () => reads };
}

describe('generations that are in use', () => {
  it('refuses to search or to enroll with fewer shards than four people were enrolled with', async () => {
    const tenant = unique('acme');
    const before = deployedWith(aGeneration({ shards: 4 }));
    for (const person of ['ann', 'bob', 'cyd', 'dan']) await before.enroll(tenant, person);

    const after = deployedWith(aGeneration({ shards: 2 }));
    await expect(after.generations.get(tenant)).rejects.toThrow(GenerationChanged);
    await expect(after.enroll(tenant, 'eve')).rejects.toThrow('was first used with 4 shards');
    expect(after.metrics).toEqual([
      { name: 'GenerationChanged', value: 1, dimensions: {} },
      { name: 'GenerationChanged', value: 1, dimensions: {} },
    ]);
    // and works again when the shape is put back
    await expect(before.enroll(tenant, 'eve')).resolves.toMatchObject({ copies: [] });
  });

  it('lets a shape change until the first face is written', async () => {
    const tenant = unique('acme');
    await deployedWith(aGeneration({ shards: 4 })).generations.get(tenant);
    const second = deployedWith(aGeneration({ shards: 2 }));
    await second.enroll(tenant, 'ann');
    expect(await second.shapes.list(tenant)).toEqual([aGeneration({ shards: 2 })]);
  });

  it('of two versions that enroll at once, only the shape of one holds', async () => {
    const tenant = unique('acme');
    const outcomes = await Promise.allSettled([
      deployedWith(aGeneration({ shards: 4 })).enroll(tenant, 'ann'),
      deployedWith(aGeneration({ shards: 2 })).enroll(tenant, 'ann'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('keeps the shapes of each tenant and generation apart, and lists those that were used', async () => {
    const [acme, other] = [unique('acme'), unique('other')];
    const g2 = aGeneration({ generation: 'g2', shards: 8, vectors: 'user' });
    const deployed = deployedWith(aGeneration(), g2);
    await deployed.enroll(acme, 'ann');
    await deployed.generations.keep(acme, g2);
    expect(await deployed.shapes.list(acme)).toEqual([aGeneration(), g2]);
    expect(await deployed.shapes.list(other)).toEqual([]);
    await expect(deployedWith(aGeneration({ shards: 2 })).generations.get(other)).resolves.toMatchObject({
      revision: 0,
    });
  });

  it('reads a shape once for as long as the function is warm', async () => {
    const tenant = unique('acme');
    const deployed = deployedWith(aGeneration());
    await deployed.enroll(tenant, 'ann');
    const reads = deployed.reads();
    for (let call = 0; call < 5; call += 1) await deployed.generations.get(tenant);
    expect(deployed.reads()).toBe(reads);
  });
});
