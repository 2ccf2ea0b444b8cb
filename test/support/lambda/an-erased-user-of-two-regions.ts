import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { mappingItem } from '../../../lambda/enrollment/adapters/dynamo-face-mapping-store.ts';
import type { FaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import type { ReplicatedImage } from '../../../lambda/enrollment/domain/replicated-image.ts';
import { ownerOf } from '../../../lambda/kernel/face-owner.ts';
import { collectionInRegion } from '../../../lambda/kernel/tenancy.ts';
import { createDynamoReplicationRequests } from '../../../lambda/replication/adapters/dynamo-replication-requests.ts';
import { replicateImage } from '../../../lambda/replication/replicate-image.ts';
import { createDynamoFaceRemoval } from '../../../lambda/users/adapters/dynamo-face-removal.ts';
import { createDynamoWatchlistEntries } from '../../../lambda/watchlist/adapters/dynamo-watchlist-entries.ts';
import { SECOND_REGION } from './a-replicated-user.ts';
import { ANN, anErasedUser, SETTLE_MS } from './an-erased-user.ts';
import { aListMapping } from './builders.ts';
import type { DynamoTables } from './dynamo-tables.ts';
import { anImageOf } from './in-memory-collections.ts';
import { unique } from './unique.ts';

/** More passes than a quick erasure takes. */
const MAX_PASSES = 8;

/**
 * The same tenant with a second region, which has Bob's face, and Ann's once a test replicates it. Messages
 * of its queue wait until a test has them worked on; one that fails is lost, as those of a long outage are.
 */
export async function anErasedUserOfTwoRegions(tables: DynamoTables) {
  const world = await anErasedUser(tables);
  const { tenant, clock, collections, enrolledImages } = world;
  const { documents, control, faceMapping } = tables;
  const written = { control, faceMapping, replication: { clock } };
  const requests = createDynamoReplicationRequests(documents, written, clock);
  const sent: ReplicatedImage[] = [];
  const replication = {
    send: async (image: ReplicatedImage) => {
      sent.push(image);
    },
  };
  const { mappings, limiter } = world.ports;
  const ports = {
    ...world.ports,
    removal: createDynamoFaceRemoval(documents, written, clock),
    entries: createDynamoWatchlistEntries(documents, written),
    replication,
    secondRegion: SECOND_REGION,
    replicationRequests: requests,
  };
  const second = {
    requests,
    queue: replication,
    mappings,
    tombstones: world.run.tombstones,
    collections,
    enrolledImages,
    limiter,
  };
  const work = async (given = second) => {
    for (const image of sent.splice(0))
      await replicateImage(image, {
        ...given,
        wait: async () => {},
        region: SECOND_REGION,
        newIdentifier: world.newIdentifier,
        clock,
        emit: world.run.emit,
      }).catch(() => {});
  };
  const replicate = async (mapping: FaceMapping, given = second) => {
    const { collection_id, image_id } = mapping;
    const image = { ...ownerOf(mapping), tenant, collection_id, image_id };
    await requests.request(image, `mapped-${mapping.face_id}`, []);
    await replication.send(image);
    await work(given);
  };
  const pass = (id: string, givenPorts = ports, givenRun = world.run) => world.pass(id, givenPorts, givenRun);
  await replicate(world.bob.mapping);

  return {
    ...world,
    ...{ ports, second, pass, work, replicate },
    /** Faces of the second region that show a user. */
    replicasOf: (user = ANN) =>
      [...collections.collections]
        .filter(([id]) => id.startsWith(collectionInRegion(SECOND_REGION, '')))
        .flatMap(([, faces]) => faces.filter(({ person }) => person === user)),
    /** An attempt that is killed once it has indexed the face, before anything knows of it. */
    replicateAndDie: (mapping: FaceMapping) =>
      replicate(mapping, {
        ...second,
        requests: { ...requests, mapReplica: () => Promise.reject(new Error('killed')) },
      }),
    /** Takes the second region down, or has it answer again. */
    setDown(isDown: boolean) {
      const down = Object.assign(new Error('no answer'), { name: 'ServiceUnavailable' });
      for (const id of [`face-idv.${tenant}.g1.0`, `face-idv.${tenant}.g1_fraud.0`])
        if (isDown) collections.broken.set(collectionInRegion(SECOND_REGION, id), down);
        else collections.broken.delete(collectionInRegion(SECOND_REGION, id));
    },
    /** Adds an entry that was made of Ann's selfie, with its face in the first region. */
    async addListedEntry() {
      const collection_id = `face-idv.${tenant}.g1_fraud.0`;
      const image_id = world.newIdentifier('img');
      const entry_id = world.newIdentifier('wle');
      const key = `${tenant}/${image_id}.jpg`;
      await enrolledImages.writeJpeg(key, anImageOf(ANN));
      const mapping = aListMapping({
        ...{ tenant, entry_id, collection_id, image_id, session_id: entry_id },
        face_id: collections.add(collection_id, ANN, image_id),
        s3_image_url: enrolledImages.urlOf(key),
        image_sha256: unique('image'),
      });
      await documents.send(new PutCommand({ TableName: faceMapping, Item: mappingItem(mapping) }));
      await world.addEntry({ id: entry_id, planned: { image_id, collection_ids: [collection_id] } });
      return mapping;
    },
    /** Makes passes until the erasure is completed; the second region works after each. */
    async finish(id: string) {
      for (let passes = 0; passes < MAX_PASSES; passes += 1) {
        await pass(id);
        await work();
        const found = await world.run.erasures.get(tenant, id);
        if (found?.state === 'completed') return found;
        world.later(SETTLE_MS);
      }
      throw new Error(JSON.stringify(await world.run.erasures.get(tenant, id)));
    },
  };
}
