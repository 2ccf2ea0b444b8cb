import type { FaceBox } from '../faces/analysis.ts';

/** An indexed face. Its vector is the payload of its event. */
export interface IndexedFace {
  readonly faceId: string;
  readonly imageId: string;
  readonly externalImageId?: string;
  readonly box: FaceBox;
  /** Percent that this is a face at all. */
  readonly confidence: number;
}

/** A request that was carried out under a ClientRequestToken: sent again, it gets the same answer. */
export interface CompletedRequest {
  readonly operation: string;
  readonly token: string;
  /** Hash that shows whether the same parameters were sent again. */
  readonly parametersHash: string;
  readonly at: number;
  readonly response: unknown;
}

/**
 * Events of a collection. Its log stores them, and replaying them restores its state. `at` and `readyAt` are
 * milliseconds since the epoch.
 */
export type CollectionEvent =
  | { readonly kind: 'face-indexed'; readonly face: IndexedFace }
  | { readonly kind: 'faces-deleted'; readonly faceIds: readonly string[] }
  | { readonly kind: 'user-created'; readonly userId: string }
  | { readonly kind: 'user-deleted'; readonly userId: string }
  | UserFacesEvent
  | UserRestoredEvent
  | { readonly kind: 'request-completed'; readonly request: CompletedRequest };

export interface UserFacesEvent {
  readonly kind: 'faces-associated' | 'faces-disassociated';
  readonly userId: string;
  readonly faceIds: readonly string[];
  readonly at: number;
  /** When searches begin to see the user's new vector. */
  readonly readyAt: number;
}

/** A user with all that has happened to it: what a log that was written anew says in place of its history. */
export interface UserRestoredEvent {
  readonly kind: 'user-restored';
  readonly userId: string;
  readonly faceIds: readonly string[];
  readonly publishedFaceIds: readonly string[];
  readonly readyAt?: number;
}
