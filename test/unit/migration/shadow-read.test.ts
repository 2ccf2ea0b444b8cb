import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import type { Migration } from '../../../lambda/migration/domain/migration.ts';
import { reportOf } from '../../../lambda/migration/domain/shadow-read.ts';
import { aPicture } from '../../support/lambda/a-picture.ts';
import {
  aShadowReadingTenant,
  FILLING,
  NEW,
  OLD,
  type ShadowReadingTenant as Tenant,
} from '../../support/lambda/a-shadow-reading-tenant.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { NO_SHADOW_READS } from '../../support/lambda/in-memory-shadow-reads.ts';

let tables: DynamoTables;
let picture: Uint8Array;
beforeAll(async () => {
  tables = await someDynamoTables();
  picture = await aPicture();
});
afterAll(() => tables.close());

const aTenant = (person?: string, status?: Migration['status']) =>
  aShadowReadingTenant(tables, picture, person, status);

describe('the search for duplicates, asked of both generations', () => {
  it.each<[string, (tenant: Tenant) => void, string]>([
    ['nobody is enrolled', () => {}, 'both_none'],
    [
      'both know the person',
      ({ enroll }) => {
        enroll('ann', 'bob', OLD);
        enroll('ann', 'bob', NEW);
      },
      'same_person',
    ],
    ['the new one lacks the person', ({ enroll }) => enroll('ann', 'bob', OLD), 'only_old'],
    ['the new one alone has the person', ({ enroll }) => enroll('ann', 'bob', NEW), 'only_new'],
    [
      'they know the person as two users',
      ({ enroll }) => {
        enroll('ann', 'bob', OLD);
        enroll('ann', 'cyd', NEW);
      },
      'different_person',
    ],
    [
      'the user of the session was enrolled meanwhile',
      ({ enroll }) => enroll('ann', 'user-1', NEW),
      'both_none',
    ],
    [
      'another user was enrolled meanwhile',
      ({ enroll }) => enroll('ann', 'bob', NEW, createIdentifier('img', minutesAfter(1), new Uint8Array(10))),
      'both_none',
    ],
  ])('%s', async (_about, prepare, kind) => {
    const tenant = aTenant();
    prepare(tenant);
    await tenant.read(await tenant.register());
    const agrees = kind === 'same_person' || kind === 'both_none';
    expect(await tenant.report()).toMatchObject({
      compared: 1,
      agreed: agrees ? 1 : 0,
      counts: { [kind]: 1 },
      billable_calls: { SearchFacesByImage: FILLING.shards },
    });
    expect(await tenant.disagreements()).toEqual(
      agrees
        ? []
        : [{ session_id: 'vs_1', search: 'duplicate_search', kind, compared_at: NOON.toISOString() }],
    );
    expect(tenant.metrics).toContainEqual({ name: 'ShadowRead', value: 1, dimensions: { Result: kind } });
  });

  it.each([
    ['before the search', true],
    ['between the two', false],
  ])('counts no allowed twin in either answer, allowed %s', async (_when, isBefore) => {
    const tenant = aTenant();
    const allow = () => tenant.pairs.allow('user-1', 'twin');
    tenant.enroll('ann', 'twin', OLD);
    if (isBefore) allow();
    const request = await tenant.register();
    allow();
    // the new generation alone has another face of the twin
    tenant.enroll('ann', 'twin', NEW);
    await tenant.read(request);
    expect(await tenant.report()).toMatchObject({ compared: 1, agreed: 1, counts: { both_none: 1 } });
  });

  it('reports how the similarity of a match has changed, by the threshold of each model', async () => {
    const tenant = aTenant();
    tenant.enroll('ann', 'bob', OLD);
    tenant.enroll('ann', 'bob', NEW);
    tenant.collections.faceModelVersion = '6.0';
    const request = await tenant.register();
    tenant.collections.faceModelVersion = '7.0';
    tenant.collections.similarity = 98.5;
    await tenant.read(request);
    expect(await tenant.report()).toMatchObject({ mean_similarity_change: -1.4, mean_margin_change: -4.4 });
  });

  it('judges either answer by the threshold of the model that gave it', async () => {
    const tenant = aTenant();
    tenant.enroll('ann', 'bob', OLD);
    tenant.enroll('ann', 'bob', NEW);
    tenant.collections.similarity = 97;
    tenant.collections.faceModelVersion = '6.0';
    const request = await tenant.register();
    tenant.collections.faceModelVersion = '7.0';
    await tenant.read(request);
    // 97 is a match at 6.0 and none at 7.0
    expect(await tenant.report()).toMatchObject({ counts: { only_old: 1 } });
  });

  it('counts a message that comes twice once', async () => {
    const tenant = aTenant();
    const request = await tenant.register();
    await tenant.read(request);
    await tenant.read(request);
    expect(await tenant.report()).toMatchObject({
      compared: 1,
      billable_calls: { SearchFacesByImage: FILLING.shards },
    });
  });

  it('says nothing of a person who was deleted meanwhile, nor while the new generation is filled', async () => {
    const tenant = aTenant();
    const face = tenant.enroll('ann', 'bob', OLD);
    const request = await tenant.register();
    tenant.enrollments.faces.delete(face);
    await tenant.read(request);
    expect(await tenant.report()).toEqual(reportOf(NO_SHADOW_READS));

    const filling = aTenant('ann', 'filling');
    await filling.read(await filling.register());
    expect(await filling.report()).toEqual(reportOf(NO_SHADOW_READS));
    expect(filling.collections.calls.filter((call) => call.includes('.g2.'))).toEqual([]);
  });

  it('counts a search without an answer, and rings no alarm of searches that somebody waits for', async () => {
    const tenant = aTenant();
    const request = await tenant.register();
    tenant.collections.broken.set(NEW, Object.assign(new Error('no'), { name: 'ThrottlingException' }));
    await tenant.read(request);
    expect(await tenant.report()).toMatchObject({ compared: 0, failed: 1 });
    expect(tenant.failures).toMatchObject([{ name: 'SearchIncomplete' }]);
    expect(tenant.metrics.map(({ name }) => name)).not.toContain('SearchIncomplete');
  });

  it('asks nothing where others need the rate', async () => {
    const tenant = aTenant();
    const request = await tenant.register();
    tenant.rate.waitMs = 10_000;
    await tenant.read(request);
    expect(await tenant.report()).toMatchObject({ compared: 0, failed: 1, billable_calls: {} });
    expect(tenant.failures).toMatchObject([{ name: 'RateExhausted' }]);
  });
});

describe('an authentication, asked of both generations', () => {
  it.each<[string, string, (tenant: Tenant) => void, string]>([
    ['both know the user', 'ann', ({ enroll }) => enroll('ann', 'user-1', NEW), 'same_person'],
    ['the new one lacks the user', 'ann', () => {}, 'only_old'],
    ['a stranger is let in by neither', 'eve', ({ enroll }) => enroll('ann', 'user-1', NEW), 'both_none'],
    ['a stranger is let in by the new one', 'eve', ({ enroll }) => enroll('eve', 'user-1', NEW), 'only_new'],
  ])('%s', async (_about, person, prepare, kind) => {
    const tenant = aTenant(person);
    tenant.enroll('ann', 'user-1', OLD);
    prepare(tenant);
    await tenant.read(await tenant.authenticate());
    expect(await tenant.report()).toMatchObject({ compared: 1, counts: { [kind]: 1 } });
  });
});
