import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-rekognition';
import { RekognitionError } from '../rekognition-error.ts';
import { collectionArn } from './collections.ts';
import { type Identified, type OperationContext, required } from './operation.ts';

/** Tags of one resource (TagResource API reference). */
const MAX_TAGS = 200;

export async function listTagsForResource(
  input: ListTagsForResourceRequest,
  context: OperationContext,
): Promise<ListTagsForResourceResponse> {
  const { tags } = context.registry.get(collectionIdOf(input.ResourceArn, context));
  return { Tags: { ...tags } };
}

export async function tagResource(
  input: TagResourceRequest,
  context: OperationContext,
): Promise<TagResourceResponse> {
  await context.registry.changeTags(collectionIdOf(input.ResourceArn, context), (tags) => {
    const changed = { ...tags, ...input.Tags };
    if (Object.keys(changed).length > MAX_TAGS) {
      throw new RekognitionError('ServiceQuotaExceededException', `A resource may have ${MAX_TAGS} tags`);
    }
    return changed;
  });
  return {};
}

/** Removes tags; those that the resource hasn't are passed over. */
export async function untagResource(
  input: UntagResourceRequest,
  context: OperationContext,
): Promise<UntagResourceResponse> {
  const removed = new Set(input.TagKeys);
  await context.registry.changeTags(collectionIdOf(input.ResourceArn, context), (tags) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key))),
  );
  return {};
}

/**
 * @throws RekognitionError InvalidParameterException for anything but an ARN of this account's collections
 */
function collectionIdOf(arn: string | undefined, identified: Identified): string {
  const prefix = collectionArn('', identified);
  if (!required(arn).startsWith(prefix)) {
    throw new RekognitionError(
      'InvalidParameterException',
      `Request has invalid parameters: a resource here has an ARN that begins with ${prefix}`,
    );
  }
  return required(arn).slice(prefix.length);
}
