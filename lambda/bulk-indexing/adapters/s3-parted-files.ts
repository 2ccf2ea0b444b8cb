import {
  ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type Part,
  paginateListParts,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { PartedFiles } from '../ports/parted-files.ts';
import { OUTCOMES_TYPE } from './outcomes-type.ts';

/**
 * Multipart uploads into the evidence bucket, whose lifecycle deletes unfinished ones after a day. The parts
 * are listed by S3, so that their tags need not be passed from call to call.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
export function createS3PartedFiles(client: S3Client, bucket: string): PartedFiles {
  return {
    async begin(key) {
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({
          Bucket: bucket,
          Key: key,
          ContentType: OUTCOMES_TYPE,
          ChecksumAlgorithm: ChecksumAlgorithm.CRC32,
        }),
      );
      if (UploadId === undefined) throw new Error('CreateMultipartUpload answered no id');
      return UploadId;
    },

    writePart(key, uploadId, number, content) {
      const part = {
        Bucket: bucket,
        Key: key,
        UploadId: uploadId,
        PartNumber: number,
        Body: content,
        ChecksumAlgorithm: ChecksumAlgorithm.CRC32,
      };
      return unlessGone(client.send(new UploadPartCommand(part)));
    },

    async complete(key, uploadId, parts) {
      const upload = { Bucket: bucket, Key: key, UploadId: uploadId };
      const completed = async () => {
        const found = await partsOf(client, upload, parts);
        await client.send(
          new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: found } }),
        );
      };
      return unlessGone(completed());
    },
  };
}

/**
 * Lists the first parts of an upload with their tags and checksums, which S3 requires to complete it.
 */
async function partsOf(
  client: S3Client,
  upload: { readonly Bucket: string; readonly Key: string; readonly UploadId: string },
  count: number,
): Promise<Pick<Part, 'PartNumber' | 'ETag' | 'ChecksumCRC32'>[]> {
  const found = [];
  for await (const { Parts = [] } of paginateListParts({ client }, upload))
    found.push(...Parts.map(({ PartNumber, ETag, ChecksumCRC32 }) => ({ PartNumber, ETag, ChecksumCRC32 })));
  const chosen = found.filter(({ PartNumber = 0 }) => PartNumber <= count);
  if (chosen.length < count) throw new Error(`${chosen.length} of ${count} parts of ${upload.Key} are there`);
  return chosen;
}

/** Returns false if the upload is gone. */
async function unlessGone(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    // by name: the SDK's model declares the error for AbortMultipartUpload only
    if (error instanceof Error && error.name === 'NoSuchUpload') return false;
    throw error;
  }
}
