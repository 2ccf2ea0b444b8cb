import { ListObjectsV2Command, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';

/** Errors about an object or version that is not there; HeadObject has no body that could say which. */
const MISSING = new Set(['NoSuchKey', 'NoSuchVersion', 'NotFound']);

/**
 * Whether an object is not there, after reading it has failed. To a caller who may not list the whole bucket,
 * S3 answers 403 for a missing object as for a missing permission, so the key itself is then listed: a caller
 * who may list its prefix learns which of the two it was.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 * @returns false for every other failure, which the reader has to raise
 */
export async function isMissingObject(
  client: S3Client,
  { Bucket, Key }: { readonly Bucket: string; readonly Key: string },
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof S3ServiceException)) return false;
  if (MISSING.has(error.name)) return true;
  if (error.$metadata.httpStatusCode !== 403) return false;
  try {
    const list = new ListObjectsV2Command({ Bucket, Prefix: Key, MaxKeys: 1 });
    const { Contents = [] } = await client.send(list);
    return !Contents.some((listed) => listed.Key === Key);
  } catch {
    // the refusal of the read says more than that of the list
    return false;
  }
}
