import { describe, expect, it } from 'vitest';
import { RateExhausted } from '../../../lambda/rate-limits/ports/rate-limiter.ts';
import {
  aReplicationRequest as aRequest,
  IMAGE,
  KEY,
  SECOND,
  SOURCE,
} from '../../support/lambda/a-replication-request.ts';
import { aFace, minutesAfter, TENANT } from '../../support/lambda/builders.ts';
import { anImageOf, NOBODY } from '../../support/lambda/in-memory-collections.ts';

const named = (name: string) => Object.assign(new Error(name), { name });
const LAG = { name: 'ReplicationLag', value: 3_600_000, dimensions: {} };

describe('an image that is mapped', () => {
  it('is indexed in the second region, and its face is mapped there as that of the first', async () => {
    const image = aRequest();
    await image.work();
    const [face_id] = image.collections.allFaceIds();
    expect(image.replicas).toEqual([{ ...SOURCE, collection_id: SECOND, face_id }]);
    expect(image.collections.calls).toEqual([`index ${SECOND}`]);
    expect(image.steps).toEqual(['begin rep_1', `IndexFaces ${TENANT} 1`]);
    expect(image.waits).toEqual([25]);
    expect(image.metrics).toEqual([LAG]);
  });

  it('is settled where it is there already', async () => {
    const image = aRequest();
    image.addReplica();
    await image.work();
    expect(image.steps).toEqual(['settle']);
    expect(image.collections.calls).toEqual([]);
    expect(image.metrics).toEqual([LAG]);
  });

  it('loses its faces there once its user was erased, whatever a backup has brought back', async () => {
    const image = aRequest();
    image.addReplica();
    await image.tombstones.erase(TENANT, 'ann', new Date(SOURCE.created_at));
    await image.work();
    expect(image.collections.allFaceIds()).toEqual([]);
    expect(image.replicas).toEqual([]);
  });

  it('is not there by another image of its user, nor by another collection', async () => {
    const image = aRequest();
    image.addReplica('img_2');
    image.replicas.push({ ...SOURCE, collection_id: 'eu-central-1/p.acme.g2.0' });
    image.own.push({ ...SOURCE, image_id: 'img_2' });
    await image.work();
    expect(image.replicas).toHaveLength(3);
  });

  it('loses what an earlier try has left of it, first', async () => {
    const image = aRequest({ attempt: 'rep_0' });
    const left = image.collections.add(SECOND, 'ann', 'img_1');
    await image.work();
    expect(image.collections.allFaceIds()).not.toContain(left);
    expect(image.steps).toEqual(['begin rep_1', `SearchFacesByImage ${TENANT} 1`, `IndexFaces ${TENANT} 1`]);
    expect(image.waits).toEqual([25, 25]);
  });

  it.each([
    ['image_missing', (image: Request) => image.enrolledImages.images.clear()],
    ['face_not_detected', (image: Request) => image.enrolledImages.images.set(KEY, anImageOf(NOBODY))],
    [
      'face_not_matched',
      (image: Request) => {
        image.collections.observation = aFace({ boundingBox: { left: 0, top: 0, width: 0.1, height: 0.1 } });
      },
    ],
  ])('cannot be brought there: %s', async (reason, spoil) => {
    const image = aRequest();
    spoil(image);
    await image.work();
    expect(image.steps).toContain(`fail ${reason}`);
    // its request stays, so no lag is reported
    expect(image.metrics).toEqual([{ name: 'ReplicationFailed', value: 1, dimensions: { Reason: reason } }]);
    expect([image.replicas, image.collections.allFaceIds()]).toEqual([[], []]);
  });

  it('has no face there that could not be mapped', async () => {
    const image = aRequest();
    const { index } = image.collections;
    image.collections.index = async (...args) => {
      image.own.length = 0;
      return index.apply(image.collections, args);
    };
    await image.work();
    expect(image.collections.calls).toEqual([`index ${SECOND}`, `delete ${SECOND}`]);
    expect([image.collections.allFaceIds(), image.metrics]).toEqual([[], []]);
  });
});
type Request = ReturnType<typeof aRequest>;

describe('an image that is mapped no more', () => {
  it('loses its faces in the second region, and then the rows of them', async () => {
    const image = aRequest({ mapped: false });
    image.addReplica();
    image.addReplica();
    await image.work();
    expect(image.steps).toEqual(['begin rep_1', `DeleteFaces ${TENANT} 1`, 'unmap 2']);
    expect(image.waits).toEqual([25]);
    expect(image.collections.allFaceIds()).toEqual([]);
    expect(image.metrics).toEqual([LAG]);
    expect(image.collections.effects).toEqual(['deleted 2 replica']);
  });

  it('is one although other images, and copies in other generations, of its user are mapped', async () => {
    const image = aRequest({ mapped: false });
    image.own.push({ ...SOURCE, image_id: 'img_2' }, { ...SOURCE, collection_id: 'p.acme.g2.0' });
    image.addReplica();
    await image.work();
    expect(image.collections.allFaceIds()).toEqual([]);
  });

  it('has nothing to lose where it never came there', async () => {
    const image = aRequest({ mapped: false });
    await image.work();
    expect(image.steps).toEqual(['begin rep_1', 'unmap 0']);
    expect(image.collections.calls).toEqual([]);
    expect(image.metrics).toEqual([LAG]);
  });

  it('loses what a try that died has indexed, as long as there is an image to find it by', async () => {
    const image = aRequest({ mapped: false, attempt: 'rep_0' });
    image.collections.add(SECOND, 'ann', 'img_1');
    await image.work();
    expect(image.collections.allFaceIds()).toEqual([]);
    expect(image.steps).toEqual(['begin rep_1', `SearchFacesByImage ${TENANT} 1`, 'unmap 0']);
    const gone = aRequest({ mapped: false, attempt: 'rep_0' });
    gone.enrolledImages.images.clear();
    await gone.work();
    expect(gone.steps).toEqual(['begin rep_1', 'unmap 0']);
  });
});

describe('a message', () => {
  it('does nothing where its request is settled already', async () => {
    const image = aRequest();
    image.forget();
    await image.work();
    expect([image.steps, image.metrics]).toEqual([[], []]);
  });

  it('does nothing where the mapping has changed since, which has a message of its own', async () => {
    const image = aRequest();
    const requests = { ...image.ports.requests, begin: async () => undefined };
    await image.work({ requests });
    expect([image.collections.calls, image.metrics]).toEqual([[], []]);
  });

  it.each([
    ['is throttled', named('ThrottlingException'), ['throttled IndexFaces']],
    ['finds the rate taken', new RateExhausted('full'), []],
  ])('comes back after a while where it %s', async (_what, error, reported) => {
    const image = aRequest();
    image.collections.broken.set(SECOND, error);
    await image.work();
    expect(image.steps.slice(2)).toEqual([...reported, [IMAGE, 15]]);
    expect(image.metrics).toEqual([]);
  });

  it('fails for any other reason, and then comes back by itself', async () => {
    const image = aRequest();
    image.collections.broken.set(SECOND, named('AccessDeniedException'));
    await expect(image.work()).rejects.toThrow('AccessDeniedException');
    expect(image.steps).toHaveLength(2);
  });

  it('reports no negative lag where clocks differ', async () => {
    const image = aRequest();
    await image.work({ clock: () => minutesAfter(-1) });
    expect(image.metrics).toEqual([{ ...LAG, value: 0 }]);
  });
});
