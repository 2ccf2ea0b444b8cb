import {
  CreateCollectionCommand,
  DeleteCollectionCommand,
  type RekognitionClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-rekognition';
import type { MeasuredCall } from '../../platform/measured-call.ts';
import type { FaceModelProbe } from '../ports/face-model-probe.ts';

/**
 * Creates a collection to learn the newest face model, since a
 * collection keeps the one it was created with (whitepaper 6.2).
 */
export function createRekognitionFaceModelProbe(
  client: RekognitionClient,
  measured: MeasuredCall,
  probeCollectionId: string,
): FaceModelProbe {
  const remove = async () => {
    try {
      await measured('DeleteCollection', () =>
        client.send(new DeleteCollectionCommand({ CollectionId: probeCollectionId })),
      );
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  };
  return {
    async newestVersion() {
      // a collection left by an interrupted run would have the model of that time
      await remove();
      const { FaceModelVersion } = await measured('CreateCollection', () =>
        client.send(new CreateCollectionCommand({ CollectionId: probeCollectionId })),
      );
      await remove();
      if (FaceModelVersion === undefined) throw new Error('a new collection has no face model version');
      return FaceModelVersion;
    },
  };
}
