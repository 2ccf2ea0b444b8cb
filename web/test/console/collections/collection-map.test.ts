import { describe, expect, it } from 'vitest';
import {
  type Collection,
  fillLevel,
  fillText,
  generationsOf,
  shardKeyText,
} from '../../../src/console/collections/collection-map.ts';

const aShard = (changes: Partial<Collection> = {}): Collection => ({
  id: 'face-idv.acme.g1.0',
  generation: 'g1',
  state: 'active',
  shard: 0,
  shards: 2,
  shard_key: { kind: 'hash' },
  vectors: 'face',
  face_limit: 20_000_000,
  faces: 5_000_000,
  users: 0,
  fill_percent: 25,
  face_model_version: '7.0',
  ...changes,
});

describe('the map', () => {
  it('groups shards by generation, with watchlists apart, and adds up their room', () => {
    const [g1, g2] = generationsOf([
      aShard(),
      aShard({ shard: 1, faces: 1_000_000, fill_percent: 5 }),
      aShard({ list_id: 'fraud', faces: 10, fill_percent: 0.0001, face_model_version: '8.0' }),
      aShard({ generation: 'g2', state: 'filling', fill_percent: 0, faces: 0 }),
    ]);
    expect(g1).toMatchObject({
      name: 'g1',
      state: 'active',
      shardKey: 'hash of the user ID',
      models: ['7.0', '8.0'],
      faces: 6_000_010,
      room: 34_000_000,
      fullest: 25,
    });
    expect([g1?.shards.length, g1?.watchlists.length]).toEqual([2, 1]);
    expect(g2).toMatchObject({ name: 'g2', state: 'filling', faces: 0, room: 20_000_000 });
  });

  it('counts the complete copies of a second region', () => {
    const copy = { region: 'eu-central-1', complete: true, faces: 1 };
    const [g1] = generationsOf([
      aShard({ second_region: copy }),
      aShard({ shard: 1, second_region: { ...copy, complete: false } }),
    ]);
    expect(g1?.secondRegion).toEqual({ region: 'eu-central-1', complete: 1, of: 2 });
  });

  it('shows a collection that is not there without measures', () => {
    const { faces: _, fill_percent: __, face_model_version: ___, ...absent } = aShard();
    expect(generationsOf([absent])[0]).toMatchObject({ faces: 0, fullest: 0, models: [] });
  });

  it('names each shard key', () => {
    expect(shardKeyText({ kind: 'last_digit' })).toBe('last digit of the user ID');
    expect(shardKeyText({ kind: 'attribute', attribute: 'country' })).toBe('attribute country');
  });
});

describe('a fill', () => {
  it.each([
    [undefined, 'absent', 'not there'],
    [0, 'ample', '0%'],
    [0.0001, 'ample', '<0.01%'],
    [69.99, 'ample', '69.99%'],
    [70, 'filling', '70%'],
    [90, 'nearly_full', '90%'],
  ] as const)('of %s is %s', (percent, level, text) => {
    expect(fillLevel(percent)).toBe(level);
    expect(fillText(percent)).toBe(text);
  });
});
