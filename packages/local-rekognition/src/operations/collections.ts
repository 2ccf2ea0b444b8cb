import type {
  CreateCollectionRequest,
  CreateCollectionResponse,
  DeleteCollectionRequest,
  DeleteCollectionResponse,
  DescribeCollectionRequest,
  DescribeCollectionResponse,
  ListCollectionsRequest,
  ListCollectionsResponse,
} from '@aws-sdk/client-rekognition';
import { type Identified, type OperationContext, required } from './operation.ts';
import { pageOf } from './pagination.ts';

/** The page of a caller that names no size, or 0. AWS publishes no figure. */
const DEFAULT_PAGE_SIZE = 1000;

export async function createCollection(
  input: CreateCollectionRequest,
  context: OperationContext,
): Promise<CreateCollectionResponse> {
  const { collectionId, faceModelVersion } = await context.registry.create({
    collectionId: required(input.CollectionId),
    faceModelVersion: context.newestFaceModelVersion(),
    createdAt: context.clock.now(),
  });
  return {
    StatusCode: 200,
    // here, and only here, the service leaves the `arn:` out
    // (API reference, CreateCollection, example response)
    CollectionArn: collectionArn(collectionId, context).replace(/^arn:/, ''),
    FaceModelVersion: faceModelVersion,
  };
}

export async function describeCollection(
  input: DescribeCollectionRequest,
  context: OperationContext,
): Promise<DescribeCollectionResponse> {
  const { entry, collection } = await context.registry.open(required(input.CollectionId));
  return {
    FaceCount: collection.state.faces.size,
    UserCount: collection.state.users.size,
    FaceModelVersion: entry.faceModelVersion,
    CollectionARN: collectionArn(entry.collectionId, context),
    CreationTimestamp: new Date(entry.createdAt),
  };
}

export async function listCollections(
  input: ListCollectionsRequest,
  context: OperationContext,
): Promise<ListCollectionsResponse> {
  const { items, nextToken } = pageOf(
    context.registry.all(),
    ['ListCollections'],
    input.MaxResults || DEFAULT_PAGE_SIZE,
    input.NextToken,
  );
  return {
    CollectionIds: items.map(({ collectionId }) => collectionId),
    FaceModelVersions: items.map(({ faceModelVersion }) => faceModelVersion),
    NextToken: nextToken,
  };
}

export async function deleteCollection(
  input: DeleteCollectionRequest,
  context: OperationContext,
): Promise<DeleteCollectionResponse> {
  await context.registry.delete(required(input.CollectionId));
  return { StatusCode: 200 };
}

export function collectionArn(collectionId: string, { region, accountId }: Identified): string {
  return `arn:aws:rekognition:${region}:${accountId}:collection/${collectionId}`;
}
