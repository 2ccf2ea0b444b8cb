import {
  CompareFacesCommand,
  CreateCollectionCommand,
  DetectFacesCommand,
  IndexFacesCommand,
  RekognitionClient,
  SearchFacesByImageCommand,
} from '@aws-sdk/client-rekognition';
import { type DecideWorld, LOCAL_KEYS } from './decide-world.ts';

const CollectionId = 'bench-chain';

/**
 * A registration as AWS's public sample makes it, in one process: pose check, comparison, search in one
 * collection, index, each awaited before the next. It claims nothing, records nothing and searches one shard.
 * @see https://github.com/aws-samples/rekognition-identity-verification
 */
export async function chainOf(world: DecideWorld): Promise<(person: number) => Promise<number>> {
  const { endpoint, region } = world.ready;
  const client = new RekognitionClient({ endpoint, region, credentials: LOCAL_KEYS });
  await client.send(new CreateCollectionCommand({ CollectionId }));
  return async (person) => {
    const selfie = { Bytes: await world.photoOf(person, 'selfie') };
    const document = { Bytes: await world.photoOf(person, 'document') };
    const began = performance.now();
    await client.send(new DetectFacesCommand({ Image: selfie, Attributes: ['DEFAULT', 'FACE_OCCLUDED'] }));
    await client.send(
      new CompareFacesCommand({ SourceImage: selfie, TargetImage: document, SimilarityThreshold: 80 }),
    );
    await client.send(new SearchFacesByImageCommand({ CollectionId, Image: selfie, FaceMatchThreshold: 95 }));
    await client.send(
      new IndexFacesCommand({ CollectionId, Image: selfie, ExternalImageId: `chain-${person}`, MaxFaces: 1 }),
    );
    return performance.now() - began;
  };
}
