import { describe, expect, it } from 'vitest';
import type { FaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import type { MissingImage } from '../../../lambda/enrollment/ports/missing-images.ts';
import { ownerKey } from '../../../lambda/kernel/face-owner.ts';
import type { MigrationStatus } from '../../../lambda/migration/domain/migration.ts';
import {
  type MigrateImageDependencies,
  migrateImage,
  sumOfImages,
} from '../../../lambda/migration/migrate-image.ts';
import { aMigration } from '../../support/lambda/a-migration.ts';
import { aFace, aListMapping, aMapping, TENANT } from '../../support/lambda/builders.ts';
import { anImageOf, InMemoryCollections, NOBODY } from '../../support/lambda/in-memory-collections.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemoryMigrations } from '../../support/lambda/in-memory-migrations.ts';
import { InMemoryTombstones } from '../../support/lambda/in-memory-tombstones.ts';

const TARGET = aGeneration({ generation: 'g2', shards: 1 });
const COLLECTION = 'p.acme.g2.0';
const KEY = 'acme/img_1.jpg';
const SOURCE = aMapping({
  user_id: 'ann',
  s3_image_url: `s3://enrolled/${KEY}`,
  bbox: aFace().boundingBox,
  attributes: { country: 'de' },
});

/** A face of Ann, and what is done about it. */
function anImage(status: MigrationStatus = 'filling', target = TARGET) {
  const rows: FaceMapping[] = [SOURCE];
  const migrations = new InMemoryMigrations(aMigration({ status }), rows);
  const { plans } = migrations;
  const missing = new Map<string, MissingImage['reason']>();
  const reserved: unknown[] = [];
  const waits: number[] = [];
  const tombstones = new InMemoryTombstones();
  const collections = new InMemoryCollections();
  const enrolledImages = new InMemoryImages({ [KEY]: anImageOf('ann') }, 'enrolled');
  let drawn = 0;
  const ports: MigrateImageDependencies = {
    tombstones,
    migrations,
    missing: {
      record: async (tenant, generation, { user_id, image_id, reason }) => {
        missing.set([tenant, generation, user_id, image_id].join(' '), reason);
      },
      forget: async (tenant, generation, imageId) => {
        missing.delete([tenant, generation, 'ann', imageId].join(' '));
      },
    },
    mappings: {
      listOfOwner: async (_tenant, owner) => rows.filter((row) => ownerKey(row) === ownerKey(owner)),
    },
    enrolledImages,
    collections,
    limiter: {
      reserve: async (...args) => {
        reserved.push(args);
        return { waitMs: 40 };
      },
    },
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
    collectionPrefix: 'p',
    newIdentifier: (prefix) => {
      drawn += 1;
      return `${prefix}_attempt_${drawn}`;
    },
  };
  const move = (changes: Partial<MigrateImageDependencies> = {}) =>
    migrateImage(aMigration(), target, SOURCE, { ...ports, ...changes });
  return { rows, plans, missing, reserved, waits, collections, enrolledImages, tombstones, ports, move };
}

const NAME = 'acme g2 ann img_1';

describe('the image of a face', () => {
  it('is indexed into the shard of its user, and mapped as the face that it is a copy of', async () => {
    const image = anImage();
    image.missing.set(NAME, 'image_missing');
    expect(await image.move()).toEqual({ result: 'indexed', calls: { IndexFaces: 1 } });
    const [face_id] = image.collections.allFaceIds();
    expect(image.rows).toEqual([SOURCE, { ...SOURCE, collection_id: COLLECTION, face_id }]);
    expect(image.collections.calls).toEqual([`index ${COLLECTION}`]);
    expect(image.reserved).toEqual([['IndexFaces', TENANT, 1]]);
    expect(image.waits).toEqual([40]);
    expect([image.plans.size, image.missing.size]).toEqual([0, 0]);
  });

  it('of an entry of a watchlist is indexed into its list of the generation', async () => {
    const image = anImage();
    const entry = aListMapping({ s3_image_url: SOURCE.s3_image_url, bbox: SOURCE.bbox });
    image.rows.splice(0, 1, entry);
    const moved = migrateImage(aMigration(), TARGET, entry, image.ports);
    expect(await moved).toMatchObject({ result: 'indexed' });
    const [face_id] = image.collections.allFaceIds();
    expect(image.rows).toEqual([entry, { ...entry, collection_id: 'p.acme.g2_fraud.0', face_id }]);
    image.rows.length = 0;
    image.enrolledImages.images.clear();
    expect(await migrateImage(aMigration(), TARGET, entry, image.ports)).toMatchObject({ result: 'failed' });
    expect([...image.missing]).toEqual([['acme g2 watchlist#fraud#wle_1 img_1', 'image_missing']]);
  });

  it('is left alone where it is there already', async () => {
    const image = anImage();
    image.rows.push({ ...SOURCE, collection_id: COLLECTION, face_id: 'copy' });
    expect(await image.move()).toEqual({ result: 'present', calls: {} });
    expect(image.collections.calls).toEqual([]);
    expect(image.plans.size).toBe(0);
  });

  it('is not copied once its user was erased, whatever a backup has brought back', async () => {
    const image = anImage();
    await image.tombstones.erase(TENANT, 'ann', new Date(SOURCE.created_at));
    expect(await image.move()).toEqual({ result: 'present', calls: {} });
    expect(image.collections.calls).toEqual([]);
    expect(image.plans.size).toBe(0);
  });

  it('is not there for another image, or another collection, of its user', async () => {
    const image = anImage();
    image.rows.push({ ...SOURCE, collection_id: COLLECTION, image_id: 'img_2' });
    expect(await image.move()).toMatchObject({ result: 'indexed' });
  });

  it.each([
    ['is gone', 'image_missing', (image: Image) => image.enrolledImages.images.clear(), {}],
    [
      'shows nobody',
      'face_not_detected',
      (image: Image) => image.enrolledImages.images.set(KEY, anImageOf(NOBODY)),
      { IndexFaces: 1 },
    ],
    [
      'shows nobody where the face was',
      'face_not_matched',
      (image: Image) => {
        image.collections.observation = aFace({ boundingBox: { left: 0, top: 0, width: 0.1, height: 0.1 } });
      },
      { IndexFaces: 2 },
    ],
  ])('that %s is recorded as missing', async (_what, reason, spoil, calls) => {
    const image = anImage();
    spoil(image);
    expect(await image.move()).toEqual({ result: 'failed', calls });
    expect([...image.missing]).toEqual([[NAME, reason]]);
    expect(image.collections.allFaceIds()).toEqual([]);
    expect([image.plans.size, image.rows.length]).toEqual([0, 1]);
  });

  it('is recorded as missing where the shard key reads what its user lacks, without a call', async () => {
    const shard_key = { kind: 'attribute', attribute: 'company' } as const;
    const image = anImage('filling', { ...TARGET, shard_key });
    expect(await image.move()).toEqual({ result: 'failed', calls: {} });
    expect([...image.missing]).toEqual([[NAME, 'shard_attribute_missing']]);
    expect(image.collections.calls).toEqual([]);
  });

  it('is not indexed into a generation that is given up', async () => {
    const image = anImage('canceling');
    expect(await image.move()).toEqual({ result: 'present', calls: {} });
    const get = async () => undefined;
    expect(await image.move({ migrations: { ...image.ports.migrations, get } })).toMatchObject({
      result: 'present',
    });
    expect(image.collections.calls).toEqual([]);
    expect(image.plans.size).toBe(0);
  });
});
type Image = ReturnType<typeof anImage>;

describe('another attempt at the image of a face', () => {
  it('deletes what the first one has left, at a cost', async () => {
    const image = anImage();
    const leftover = image.collections.add(COLLECTION, 'ann', 'img_1');
    const another = image.collections.add(COLLECTION, 'ann', 'img_2');
    image.plans.set('img_1', 'mig_of_another');
    expect(await image.move()).toEqual({
      result: 'indexed',
      calls: { SearchFacesByImage: 1, IndexFaces: 1 },
    });
    expect(image.collections.allFaceIds()).not.toContain(leftover);
    expect(image.collections.allFaceIds()).toContain(another);
  });

  it('leaves what the first one has mapped meanwhile', async () => {
    const image = anImage();
    const planImage: MigrateImageDependencies['migrations']['planImage'] = async (...args) => {
      image.rows.push({ ...SOURCE, collection_id: COLLECTION, face_id: 'copy' });
      return image.ports.migrations.planImage(...args);
    };
    const migrations = { ...image.ports.migrations, planImage };
    expect(await image.move({ migrations })).toEqual({ result: 'present', calls: {} });
    expect(image.collections.calls).toEqual([]);
    expect(image.plans.size).toBe(0);
  });

  it('takes its own face back where it cannot map it, and leaves the other attempt its plan', async () => {
    const image = anImage();
    const { index } = image.collections;
    image.collections.index = async (...args) => {
      image.plans.set('img_1', 'mig_of_another');
      return index.apply(image.collections, args);
    };
    expect(await image.move()).toEqual({ result: 'present', calls: { IndexFaces: 1 } });
    expect(image.collections.allFaceIds()).toEqual([]);
    expect(image.collections.calls).toEqual([`index ${COLLECTION}`, `delete ${COLLECTION}`]);
    expect([...image.plans]).toEqual([['img_1', 'mig_of_another']]);
  });
});

it('adds up the images of a page', () => {
  expect(
    sumOfImages([
      { result: 'indexed', calls: { IndexFaces: 2 } },
      { result: 'indexed', calls: { IndexFaces: 1, SearchFacesByImage: 1 } },
      { result: 'failed', calls: { IndexFaces: 1 } },
      { result: 'present', calls: {} },
    ]),
  ).toEqual({
    counts: { indexed: 2, present: 1, failed: 1 },
    calls: { IndexFaces: 4, SearchFacesByImage: 1 },
  });
  expect(sumOfImages([])).toEqual({ counts: { indexed: 0, present: 0, failed: 0 }, calls: {} });
});
