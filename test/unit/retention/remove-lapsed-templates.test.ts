import { describe, expect, it } from 'vitest';
import type { RetentionSweep } from '../../../lambda/retention/domain/retention-sweep.ts';
import { removeLapsedTemplates } from '../../../lambda/retention/remove-lapsed-templates.ts';
import { aListMapping, aMapping, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const day = (count: number) => new Date(START + count * DAY_MS);
const SETTINGS = { templateDays: 1065, templateLimitDays: 1095 };

/** A tenant with two collections of users and one of a watchlist; users are enrolled on day 0. */
function aTenant() {
  const sessions = new InMemorySessionStore();
  const enrollments = new InMemoryEnrollments(sessions);
  const { emit, metrics } = recordedMetrics();
  const removed: string[] = [];
  const broken = new Set<string>();
  let held: RetentionSweep | undefined;
  let now = day(0);
  const enroll = (user_id: string, changes: Parameters<typeof aMapping>[0] = {}) => {
    const face_id = `face-${enrollments.mappings.size + 1}`;
    enrollments.mappings.set(
      face_id,
      aMapping({
        user_id,
        face_id,
        image_id: `img-${face_id}`,
        created_at: day(0).toISOString(),
        ...changes,
      }),
    );
  };
  const dependencies = {
    sweeps: {
      get: async () => held,
      put: async (sweep: RetentionSweep) => {
        held = sweep;
      },
    },
    mappings: enrollments,
    interactions: sessions.interactions,
    generations: {
      default: [
        { generation: 'g1', shards: 2, shard_key: { kind: 'hash' as const }, vectors: 'face' as const },
      ],
      tenants: {},
    },
    shapes: { list: async () => [] },
    collectionPrefix: 'face-idv',
    settings: SETTINGS,
    templates: {
      removeFace: async (_tenant: string, userId: string, faceId: string) => {
        if (broken.has(userId)) throw new Error(`no answer for ${userId}`);
        removed.push(faceId);
        enrollments.mappings.delete(faceId);
      },
    },
    clock: () => now,
    emit,
  };
  return {
    enroll,
    enrollments,
    sessions,
    removed,
    broken,
    metrics,
    sweep: () => held,
    on: (count: number, changes: Partial<typeof dependencies> = {}) => {
      now = day(count);
      metrics.length = 0;
      return removeLapsedTemplates(TENANT, { ...dependencies, ...changes });
    },
  };
}

describe('the templates of a tenant', () => {
  it('stay until the last of their days, and then go with every face of the user', async () => {
    const tenant = aTenant();
    tenant.enroll('ann');
    tenant.enroll('ann', { collection_id: 'face-idv.acme.g1.1' });
    await tenant.on(1064);
    expect(tenant.removed).toEqual([]);
    await tenant.on(1065);
    expect(tenant.removed).toEqual(['face-1', 'face-2']);
    expect(tenant.metrics).toEqual([
      { name: 'TemplatesLapsed', value: 1, dimensions: { Result: 'removed' } },
      { name: 'ObjectsPastRetention', value: 0, dimensions: { Class: 'templates' } },
    ]);
  });

  it('stay while the user comes back, or has enrolled again', async () => {
    const tenant = aTenant();
    tenant.enroll('ann');
    tenant.enroll('bob');
    tenant.enroll('bob', { created_at: day(500).toISOString() });
    tenant.enroll('eve');
    tenant.sessions.recognize(TENANT, 'ann', day(400));
    await tenant.on(1065);
    expect(tenant.removed).toEqual(['face-4']);
    await tenant.on(1465);
    expect(tenant.removed).toEqual(['face-4', 'face-1']);
    await tenant.on(1566);
    expect(tenant.enrollments.mappings.size).toBe(0);
  });

  it('copies of one image are removed once, and watchlists are left to the dates of their entries', async () => {
    const tenant = aTenant();
    tenant.enroll('ann', { image_id: 'img-1' });
    tenant.enroll('ann', { image_id: 'img-1', collection_id: 'face-idv.acme.g1.1' });
    const listed = aListMapping({
      face_id: 'listed',
      collection_id: 'face-idv.acme.g1_fraud.0',
      created_at: day(0).toISOString(),
    });
    tenant.enrollments.mappings.set('listed', listed);
    await tenant.on(3000);
    expect(tenant.removed).toEqual(['face-2']);
    expect(tenant.enrollments.mappings.has('listed')).toBe(true);
  });

  it('a generation that is no longer configured is looked through too', async () => {
    const tenant = aTenant();
    tenant.enroll('ann', { collection_id: 'face-idv.acme.old1.0' });
    const old = {
      generation: 'old1',
      shards: 1,
      shard_key: { kind: 'hash' as const },
      vectors: 'face' as const,
    };
    await tenant.on(1065, { shapes: { list: async () => [old] as never[] } });
    expect(tenant.removed).toEqual(['face-1']);
  });
});

describe('a sweep', () => {
  it('is begun once a day', async () => {
    const tenant = aTenant();
    await tenant.on(1);
    expect(tenant.sweep()?.ended_at).toBe(day(1).toISOString());
    tenant.enroll('ann', { created_at: day(-3000).toISOString() });
    await tenant.on(1.5);
    expect(tenant.removed).toEqual([]);
    await tenant.on(2);
    expect(tenant.removed).toEqual(['face-1']);
  });

  it('goes past a user who cannot be removed, says so, and meets the user again', async () => {
    const tenant = aTenant();
    tenant.enroll('ann');
    tenant.enroll('bob');
    tenant.broken.add('ann');
    await expect(tenant.on(1094)).rejects.toThrow('no answer for ann');
    expect(tenant.removed).toEqual(['face-2']);
    expect(tenant.metrics).toContainEqual({
      name: 'TemplatesLapsed',
      value: 1,
      dimensions: { Result: 'failed' },
    });
    tenant.broken.clear();
    await tenant.on(1095);
    expect(tenant.removed).toEqual(['face-2', 'face-1']);
  });

  it('counts what is kept beyond the limit of the rule, removed or not', async () => {
    const tenant = aTenant();
    tenant.enroll('ann');
    tenant.enroll('bob');
    tenant.broken.add('ann');
    await expect(tenant.on(1095)).rejects.toThrow();
    expect(tenant.metrics.at(-1)).toEqual({
      name: 'ObjectsPastRetention',
      value: 2,
      dimensions: { Class: 'templates' },
    });
  });

  it('ends a run after some pages, and the next run goes on', async () => {
    const tenant = aTenant();
    tenant.enroll('ann');
    const { mappings } = { mappings: tenant.enrollments };
    let pages = 0;
    const endless = {
      listOfUser: mappings.listOfUser,
      listOfCollection: async () => {
        pages += 1;
        return { mappings: [], next: `face-${pages}` };
      },
    };
    await tenant.on(1065, { mappings: endless as never });
    expect(pages).toBe(200);
    expect(tenant.sweep()).toMatchObject({ collection_id: 'face-idv.acme.g1.0', after: 'face-200' });
    await tenant.on(1065.1);
    expect(tenant.sweep()?.ended_at).toBeDefined();
  });
});
