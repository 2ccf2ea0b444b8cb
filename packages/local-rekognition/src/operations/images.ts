import type { Image } from '@aws-sdk/client-rekognition';
import type { AnalysisRequest, ImageAnalysis } from '../faces/analysis.ts';
import type { FaceEngine } from '../faces/face-engine.ts';
import type { ImageErrorCode } from '../faces/image-error.ts';
import { ImageError } from '../faces/image-error.ts';
import { RekognitionError, type RekognitionErrorCode } from '../rekognition-error.ts';
import type { ObjectStore } from '../types.ts';

/**
 * The largest image in S3 (Developer Guide, "Guidelines and
 * quotas"); the service model limits those in requests.
 */
const MAX_S3_IMAGE_BYTES = 15 * 1024 * 1024;

/** How the service says what is wrong with an image; what exactly is behind the colon. */
const ERROR_OF_IMAGE: Readonly<Record<ImageErrorCode, readonly [RekognitionErrorCode, string]>> = {
  InvalidImageFormat: ['InvalidImageFormatException', 'Request has invalid image format'],
  ImageTooLarge: ['ImageTooLargeException', 'Image size is too large'],
  ImageTooSmall: ['InvalidParameterException', 'Request has invalid parameters'],
};

export interface ImageReader {
  readonly engine: FaceEngine;
  readonly objects: ObjectStore;
}

/**
 * Fetches and analyses the image of a request.
 *
 * @throws RekognitionError for an image that is missing, too large, too small or no image
 */
export async function analyzeImage(
  { engine, objects }: ImageReader,
  image: Image | undefined,
  request: Omit<AnalysisRequest, 'image'> = {},
): Promise<ImageAnalysis> {
  const bytes = await fetchImage(objects, image);
  try {
    return await engine.analyze({ ...request, image: bytes });
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    const [code, message] = ERROR_OF_IMAGE[error.code];
    throw new RekognitionError(code, `${message}: ${error.message}`, { cause: error });
  }
}

async function fetchImage(objects: ObjectStore, image: Image | undefined): Promise<Buffer> {
  const { Bytes: bytes, S3Object: object } = image ?? {};
  if ((bytes === undefined) === (object === undefined)) {
    throw new RekognitionError(
      'InvalidParameterException',
      'Requested image should either contain bytes or s3 object.',
    );
  }
  if (bytes) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (object?.Bucket === undefined || object.Name === undefined) {
    throw new RekognitionError('InvalidS3ObjectException', 'Request has invalid S3 object.');
  }
  const content = await objects.get(object.Bucket, object.Name, object.Version).catch((error: unknown) => {
    throw new RekognitionError(
      'InvalidS3ObjectException',
      'Unable to get object metadata from S3. Check object key, region and/or access permissions.',
      { cause: error },
    );
  });
  if (content.length > MAX_S3_IMAGE_BYTES) {
    throw new RekognitionError(
      'ImageTooLargeException',
      `Image size is too large: an object may have ${MAX_S3_IMAGE_BYTES} bytes, got ${content.length}`,
    );
  }
  return content;
}
