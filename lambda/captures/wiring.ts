import { createS3ImageStore } from '../images/adapters/s3-image-store.ts';
import { sharpImageEditor } from '../images/adapters/sharp-image-editor.ts';
import { documentClient } from '../platform/clients/dynamo.ts';
import { s3Client } from '../platform/clients/s3.ts';
import { createDynamoCaptures } from './adapters/dynamo-captures.ts';
import type { CompareCaptureDependencies } from './compare-capture.ts';

/** Creates the dependencies that compare captures. */
export const captureComparison = (settings: {
  readonly CONTROL_TABLE: string;
  readonly EVIDENCE_BUCKET: string;
}): Pick<CompareCaptureDependencies, 'captures' | 'images' | 'editor'> => ({
  captures: createDynamoCaptures(documentClient, settings.CONTROL_TABLE),
  images: createS3ImageStore(s3Client, settings.EVIDENCE_BUCKET),
  editor: sharpImageEditor,
});
