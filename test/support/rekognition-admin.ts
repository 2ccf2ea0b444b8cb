import {
  CreateCollectionCommand,
  DeleteCollectionCommand,
  DescribeCollectionCommand,
  ListCollectionsCommand,
  ListFacesCommand,
  RekognitionClient,
} from '@aws-sdk/client-rekognition';
import { vi } from 'vitest';
import type { LocalStack } from '../../local/start/local-stack.ts';
import { localClient, type Place } from './local-client.ts';

/**
 * The local Rekognition seen from outside the product: what is really in the collections, and what was called.
 * @param region the stack's own, where it is left out
 */
export const rekognitionOf = (stack: Place, region = stack.region): RekognitionClient =>
  localClient(RekognitionClient, { ...stack, region });

export interface StoredFace {
  readonly collectionId: string;
  readonly faceId: string;
}

/** Every face of every collection of a region. */
export async function storedFaces(stack: Place, region = stack.region): Promise<StoredFace[]> {
  const client = rekognitionOf(stack, region);
  const { CollectionIds = [] } = await client.send(new ListCollectionsCommand({}));
  const faces: StoredFace[] = [];
  for (const collectionId of CollectionIds) {
    const { FaceCount = 0 } = await client.send(
      new DescribeCollectionCommand({ CollectionId: collectionId }),
    );
    if (FaceCount === 0) continue;
    const { Faces = [] } = await client.send(
      new ListFacesCommand({ CollectionId: collectionId, MaxResults: 4096 }),
    );
    faces.push(...Faces.map(({ FaceId = '' }) => ({ collectionId, faceId: FaceId })));
  }
  return faces;
}

/** A batch of deletions is five seconds away, and each look at all collections takes some twenty calls. */
const LOOK_EVERY_MS = 1_000;

/**
 * Waits until what is stored meets an expectation: faces that were revoked are deleted after the decision, in batches.
 */
export const storedFacesCome = (
  stack: LocalStack,
  expectation: (faces: readonly StoredFace[]) => void,
): Promise<void> =>
  vi.waitFor(async () => expectation(await storedFaces(stack)), {
    timeout: 40_000,
    interval: LOOK_EVERY_MS,
  });

/** Calls that were answered, by operation, since the last reset. */
export async function rekognitionCalls({ endpoint }: LocalStack): Promise<Record<string, number>> {
  const response = await fetch(`${endpoint}/_local/rekognition/calls`);
  const { calls } = (await response.json()) as { calls: Record<string, { succeeded: number }> };
  return Object.fromEntries(
    Object.entries(calls).map(([operation, { succeeded }]) => [operation, succeeded]),
  );
}

export async function resetRekognitionCalls({ endpoint }: LocalStack): Promise<void> {
  await fetch(`${endpoint}/_local/rekognition/calls`, { method: 'DELETE' });
}

export interface Fault {
  readonly operation: string;
  /** The collection whose calls fail; those of every collection, where it is left out. */
  readonly collection_id?: string;
  readonly error: string;
  /** The one call that fails, counted from 1; every call, where it is left out. */
  readonly nth_call?: number;
  readonly when?: 'before' | 'after';
}

/** Replaces all injected faults of a region. */
export async function injectFaults(
  { endpoint, ...stack }: Place,
  faults: readonly Fault[],
  region = stack.region,
): Promise<void> {
  const response = await fetch(`${endpoint}/_local/rekognition/faults?region=${region}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults }),
  });
  if (!response.ok) throw new Error(`faults were refused: ${await response.text()}`);
}

/** Makes operations of a region take that many milliseconds; the others answer at once. */
export async function setLatencies(
  { endpoint, ...stack }: Place,
  milliseconds: Readonly<Record<string, number>>,
  region = stack.region,
): Promise<void> {
  const latency = Object.fromEntries(
    Object.entries(milliseconds).map(([operation, ms]) => [operation, { p50_ms: ms, p99_ms: ms }]),
  );
  const response = await fetch(`${endpoint}/_local/rekognition/latency?region=${region}`, {
    method: 'PUT',
    body: JSON.stringify({ latency }),
  });
  if (!response.ok) throw new Error(`latencies were refused: ${await response.text()}`);
}

/** The face model of collections that are created from now on. */
export async function setFaceModelVersion({ endpoint }: LocalStack, version: string): Promise<void> {
  const response = await fetch(`${endpoint}/_local/rekognition/face-model-version`, {
    method: 'PUT',
    body: JSON.stringify({ face_model_version: version }),
  });
  if (!response.ok) throw new Error(`face model version ${version} was refused: ${await response.text()}`);
}

/** Makes the empty collections of a generation anew, with another face model. */
export async function recreateWithModel(
  stack: LocalStack,
  generation: string,
  version: string,
): Promise<void> {
  const client = rekognitionOf(stack);
  const { CollectionIds = [] } = await client.send(new ListCollectionsCommand({}));
  await setFaceModelVersion(stack, version);
  for (const CollectionId of CollectionIds.filter((id) => id.split('.').at(-2) === generation)) {
    await client.send(new DeleteCollectionCommand({ CollectionId }));
    await client.send(new CreateCollectionCommand({ CollectionId }));
  }
}
