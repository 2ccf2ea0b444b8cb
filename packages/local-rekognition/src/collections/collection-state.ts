import type { CollectionEvent } from './collection-events.ts';
import { FaceDirectory } from './face-directory.ts';
import type { LogRecord, PayloadPosition } from './record-log.ts';
import { RequestLedger } from './request-ledger.ts';
import { UserDirectory } from './user-directory.ts';
import type { VectorArena } from './vector-arena.ts';

/** The state of a collection in memory: the sum of its events. */
export class CollectionState {
  readonly faces: FaceDirectory;
  readonly users: UserDirectory;
  readonly requests = new RequestLedger();
  readonly #dimensions: number;

  constructor(arena: VectorArena, dimensions: number) {
    const faces = new FaceDirectory(arena, dimensions);
    this.faces = faces;
    this.users = new UserDirectory(arena, dimensions, (faceId) => {
      const face = faces.get(faceId);
      return face && faces.vectorOf(face);
    });
    this.#dimensions = dimensions;
  }

  /** Minimum number of records for this state. */
  get size(): number {
    return this.faces.size + this.users.size;
  }

  /** @param payload the bytes of the face's vector, or nothing where the event has none or it is erased */
  apply(event: CollectionEvent, payload: Uint8Array, position: PayloadPosition): void {
    switch (event.kind) {
      case 'face-indexed':
        this.faces.add(event.face, vectorOfBytes(payload, this.#dimensions), position);
        break;
      case 'faces-deleted':
        for (const faceId of event.faceIds) this.faces.remove(faceId);
        break;
      case 'user-created':
        this.users.add(event.userId);
        break;
      case 'user-restored':
        for (const faceId of event.faceIds) this.faces.assign(faceId, event.userId);
        this.users.restore(event);
        break;
      case 'user-deleted':
        for (const faceId of this.users.get(event.userId)?.faceIds ?? [])
          this.faces.assign(faceId, undefined);
        this.users.remove(event.userId);
        break;
      case 'faces-associated':
        for (const faceId of event.faceIds) this.faces.assign(faceId, event.userId);
        this.users.changeFaces(event, (faceIds) => {
          for (const faceId of event.faceIds) faceIds.add(faceId);
        });
        break;
      case 'faces-disassociated':
        for (const faceId of event.faceIds) this.faces.assign(faceId, undefined);
        this.users.changeFaces(event, (faceIds) => {
          for (const faceId of event.faceIds) faceIds.delete(faceId);
        });
        break;
      case 'request-completed':
        this.requests.add(event.request);
        break;
    }
  }

  /** The shortest log that gives this state. */
  *records(now: number): Generator<LogRecord<CollectionEvent>> {
    for (const face of this.faces.all()) {
      const { faceId, imageId, externalImageId, box, confidence } = face;
      const indexed = {
        faceId,
        imageId,
        ...(externalImageId === undefined ? {} : { externalImageId }),
        box,
        confidence,
      };
      yield {
        document: { kind: 'face-indexed', face: indexed },
        payload: bytesOfVector(this.faces.vectorOf(face)),
      };
    }
    for (const { userId, faceIds, publishedFaceIds, readyAt } of this.users.all()) {
      const pending = readyAt === undefined ? {} : { readyAt };
      yield {
        document: { kind: 'user-restored', userId, faceIds: [...faceIds], publishedFaceIds, ...pending },
      };
    }
    for (const request of this.requests.current(now))
      yield { document: { kind: 'request-completed', request } };
  }

  clear(): void {
    this.faces.clear();
    this.users.clear();
  }
}

/** 32-bit floats, little-endian like every machine that Node.js runs on. */
export function bytesOfVector(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** An erased vector becomes zeros: its face is deleted further on in the log. */
function vectorOfBytes(bytes: Uint8Array, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  new Uint8Array(vector.buffer).set(bytes.subarray(0, vector.byteLength));
  return vector;
}
