import { describe, expect, it } from 'vitest';
import type { ModelMigrationPlan } from '../../../lambda/collections/domain/model-watch.ts';
import type { GenerationRegistry } from '../../../lambda/collections/ports/generation-registry.ts';
import {
  type WatchFaceModelDependencies,
  watchFaceModel,
} from '../../../lambda/collections/watch-face-model.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const PLAN: ModelMigrationPlan = {
  tenant: 'acme',
  generation: 'g1',
  face_model_version: '6.0',
  newest_face_model_version: '7.0',
  images: 200,
  index_faces_calls: 200,
  duration_seconds: 4,
  cost_usd: 0.2,
  generation_to_add: 'g2',
};

const ROW = { regular: 95, sensitive: 99 };
const FITTING = { match_thresholds: { '7.0': ROW }, stateless_face_model_version: '7.0' };
const fitting = ['stateless_version_behind', 'threshold_missing'].map((Finding) => ({
  name: 'PolicyBehindModel',
  value: 0,
  dimensions: { Finding },
}));

describe('the watch for a newer face model', () => {
  function aWatch(
    versions: Readonly<Record<string, string>>,
    generations: GenerationRegistry,
    gone: readonly string[] = [],
    policy: WatchFaceModelDependencies['policy'] = FITTING,
    listed: Partial<WatchFaceModelDependencies['listedGenerations']> = {},
  ) {
    const events: ModelMigrationPlan[] = [];
    const { emit, metrics } = recordedMetrics();
    const dependencies = {
      probe: { newestVersion: async () => '7.0' },
      inventory: {
        describe: async (id: string) => {
          const faceModelVersion = versions[id.split('.')[2] ?? ''];
          return faceModelVersion === undefined || gone.includes(id)
            ? undefined
            : { faceCount: 50, userCount: 0, faceModelVersion };
        },
      },
      generations,
      events: { faceModelBehind: async (plan: ModelMigrationPlan) => void events.push(plan) },
      listedGenerations: { default: [aGeneration()], tenants: {}, ...listed },
      collectionPrefix: 'face-idv',
      indexFacesPerSecond: 50,
      indexFacesUsd: 0.001,
      policy,
      emit,
    };
    return { events, metrics, run: () => watchFaceModel(['acme'], dependencies) };
  }
  const g2 = aGeneration({ generation: 'g2' });

  it('says what a migration takes where the active generation is behind', async () => {
    const watch = aWatch({ g1: '6.0' }, activeGenerations());
    await watch.run();
    expect(watch.events).toEqual([PLAN]);
    expect(watch.metrics).toEqual([...fitting, { name: 'GenerationsBehind', value: 1, dimensions: {} }]);
  });

  it('finds a watchlist that is behind its users, and counts its faces', async () => {
    const lists = { watchlists: { acme: ['fraud'] } };
    const watch = (versions: Readonly<Record<string, string>>) =>
      aWatch(versions, activeGenerations(), [], FITTING, lists);
    const behind = watch({ g1: '7.0', g1_fraud: '6.0' });
    await behind.run();
    expect(behind.events).toEqual([
      { ...PLAN, images: 250, index_faces_calls: 250, duration_seconds: 5, cost_usd: 0.25 },
    ]);
    const ahead = watch({ g1: '6.0', g1_fraud: '7.0' });
    await ahead.run();
    expect(ahead.events).toMatchObject([{ face_model_version: '6.0' }]);
    const newest = watch({ g1: '7.0', g1_fraud: '7.0' });
    await newest.run();
    expect(newest.events).toEqual([]);
  });

  it('counts what is there while a shard is not', async () => {
    const watch = aWatch({ g1: '6.0' }, activeGenerations({ shards: 5 }), ['face-idv.acme.g1.4']);
    await watch.run();
    expect(watch.events).toEqual([PLAN]);
  });

  it.each([
    ['the model is the newest', { g1: '7.0' }, activeGenerations()],
    [
      'a migration to the newest is under way',
      { g1: '6.0', g2: '7.0' },
      activeGenerations({}, { filling: g2 }),
    ],
    ['the collections are not there yet', {}, activeGenerations()],
  ] as const)('says nothing where %s', async (_, versions, generations) => {
    const watch = aWatch(versions, generations);
    await watch.run();
    expect(watch.events).toEqual([]);
    expect(watch.metrics).toEqual([...fitting, { name: 'GenerationsBehind', value: 0, dimensions: {} }]);
  });

  it.each([
    ['CompareFaces has moved on', { '6.0': ROW, '7.0': ROW }, '6.0', [1, 0]],
    ['no threshold is measured', { '6.0': ROW }, '6.0', [1, 1]],
    ['the versions are written differently', { '7.0': ROW }, '7', [0, 0]],
  ] as const)('says what the policy lacks where %s', async (_, match_thresholds, version, values) => {
    const policy = { match_thresholds, stateless_face_model_version: version };
    const watch = aWatch({ g1: '7.0' }, activeGenerations(), [], policy);
    await watch.run();
    expect(watch.metrics.slice(0, 2).map(({ value }) => value)).toEqual(values);
  });
});
