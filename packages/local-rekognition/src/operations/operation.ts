import type { CollectionRegistry } from '../collections/collection-registry.ts';
import type { FaceModelVersion } from '../faces/analysis.ts';
import type { FaceEngine } from '../faces/face-engine.ts';
import type { Clock, ObjectStore } from '../types.ts';

/** Sizes that AWS limits by quota, so that a test can meet them sooner. */
export interface Limits {
  /** Face vectors of one collection: 10 million by default, 20 million at most (Rekognition quotas). */
  readonly facesOfCollection: number;
  /** User vectors of one collection: 10 million by default. */
  readonly usersOfCollection: number;
  /** Faces associated with one user: 100 (AssociateFaces API reference). */
  readonly facesOfUser: number;
}

export const AWS_LIMITS: Limits = {
  facesOfCollection: 10_000_000,
  usersOfCollection: 10_000_000,
  facesOfUser: 100,
};

/** Whose collections these are. */
export interface Identified {
  readonly region: string;
  readonly accountId: string;
}

/** Dependencies of operations. */
export interface OperationContext extends Identified {
  readonly engine: FaceEngine;
  readonly registry: CollectionRegistry;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly limits: Limits;
  /** The version that new collections are pinned to; a person at the keyboard may change it. */
  readonly newestFaceModelVersion: () => FaceModelVersion;
}

/** A member that the constraints have found to be there; the SDK types it as if it could be missing. */
export function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a required member got past the constraints');
  return value;
}
