import type { CloudResponse } from '../emulator.ts';
import { checkedTags } from './object-draft.ts';
import { findVersion } from './object-operations.ts';
import { empty, type S3Context, type S3Request, versionHeaders, xmlAnswer } from './s3-request.ts';
import { elements, readXml } from './xml.ts';

export async function getObjectTagging(context: S3Context, request: S3Request): Promise<CloudResponse> {
  const version = findVersion(context, request);
  const tags = Object.entries(version.tags).map(([Key, Value]) => ({ Key, Value }));
  return xmlAnswer('Tagging', { TagSet: { Tag: tags } }, versionHeaders(context, request.bucket, version));
}

export async function putObjectTagging(context: S3Context, request: S3Request): Promise<CloudResponse> {
  const { TagSet } = readXml(request.content.toString('utf8'), 'Tagging') as {
    TagSet?: '' | { readonly Tag?: unknown };
  };
  const tags = elements(TagSet ? TagSet.Tag : undefined);
  const pairs = tags.map(({ Key, Value }) => [String(Key), String(Value)] as const);
  return retag(context, request, checkedTags(pairs), 200);
}

export async function deleteObjectTagging(context: S3Context, request: S3Request): Promise<CloudResponse> {
  return retag(context, request, {}, 204);
}

async function retag(
  context: S3Context,
  request: S3Request,
  tags: Record<string, string>,
  status: number,
): Promise<CloudResponse> {
  const version = { ...findVersion(context, request), tags };
  await context.store.amend(request.bucket, version);
  return empty(status, versionHeaders(context, request.bucket, version));
}
