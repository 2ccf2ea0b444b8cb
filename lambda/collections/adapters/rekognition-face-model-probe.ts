import {
  CreateCollectionCommand,
  DeleteCollectionCommand,
  type RekognitionClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-rekognition';
import type { MeasuredCall } from '../../platform/measured-call.ts';
import type { FaceModelProbe } from '../ports/face-model-probe.ts';

/** A collection keeps the model it was created with, so a new one tells the newest (whitepaper 6.2). */
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
      // what a run that died has left would tell the model of its own time
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
