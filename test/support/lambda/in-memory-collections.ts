import type {
  CollectionInventory,
  ListedFace,
} from '../../../lambda/collections/ports/collection-inventory.ts';
import {
  type DeleteCause,
  type FaceCollections,
  FacesNotDeleted,
  type FoundFace,
  type IndexCause,
  type SeveralFaces,
} from '../../../lambda/collections/ports/face-collections.ts';
import type { BoundingBox, FaceObservation } from '../../../lambda/images/domain/quality-gate.ts';
import type { Stitching } from '../../../lambda/images/domain/stitching.ts';
import { groupBy } from '../../../lambda/kernel/group-by.ts';
import type { SelfieRule } from '../../../lambda/kernel/selfie-rules.ts';
import { aFace } from './builders.ts';
import { observed } from './observed.ts';

interface StoredFace {
  readonly faceId: string;
  readonly imageId?: string;
  /** Who is in the picture: faces of one person look alike. */
  readonly person: string;
}

/** What an image of `anImageOf` shows. */
export const personOf = (image: Uint8Array): string => new TextDecoder().decode(image).split('|')[0] ?? '';
/** Bytes that stand for a picture of a person; `shot` distinguishes two pictures of one person. */
export const anImageOf = (person: string, shot = 1): Uint8Array =>
  new TextEncoder().encode(`${person}|${shot}`);
const STITCHED = 'stitched|';
/** Pictures in one, the face in the middle of each. */
export const aStitchedImageOf = (images: readonly Uint8Array[], stitching: Stitching): Uint8Array => {
  const { widthPx, heightPx, tiles } = stitching;
  const shown = tiles.map((tile, index) => ({
    person: personOf(images[index] ?? new Uint8Array()),
    box: {
      left: (tile.leftPx + tile.widthPx / 4) / widthPx,
      top: (tile.topPx + tile.heightPx / 4) / heightPx,
      width: tile.widthPx / 2 / widthPx,
      height: tile.heightPx / 2 / heightPx,
    },
  }));
  return new TextEncoder().encode(`${STITCHED}${JSON.stringify(shown)}`);
};
/** Nobody is in it. */
export const NOBODY = '';

/** Collections that know people by name: one person is 99.9 alike, two are not alike at all. */
export class InMemoryCollections implements FaceCollections, SeveralFaces, CollectionInventory {
  readonly collections = new Map<string, StoredFace[]>();
  readonly calls: string[] = [];
  /** Number of faces and cause of every call that took effect. */
  readonly effects: string[] = [];
  faceModelVersion = '7.0';
  similarity = 99.9;
  observation: FaceObservation = aFace();
  /** Whether two people look alike; a person looks like themselves. */
  areAlike = (one: string, other: string): boolean => one === other;
  /** The user whose vector a face is part of, where there are users. */
  userOf: (collectionId: string, faceId: string) => string | undefined = () => undefined;
  /** Collections that answer with an error. */
  readonly broken = new Map<string, Error>();
  #faces = 0;

  async search(collectionId: string, image: Uint8Array, threshold: number) {
    this.calls.push(`search ${collectionId}`);
    this.fail(collectionId);
    const person = personOf(image);
    if (person === NOBODY) return undefined;
    const faces = this.facesOf(collectionId)
      .filter((face) => this.areAlike(face.person, person) && this.similarity >= threshold)
      .map(
        ({ faceId, imageId }): FoundFace => ({
          faceId,
          similarity: this.similarity,
          ...(imageId !== undefined ? { imageId } : {}),
        }),
      );
    return { faceModelVersion: this.faceModelVersion, faces };
  }

  async index(
    collectionId: string,
    image: Uint8Array,
    imageId: string,
    cause?: IndexCause,
    rules?: readonly SelfieRule[],
  ) {
    this.calls.push(`index ${collectionId}`);
    this.fail(collectionId);
    const person = personOf(image);
    if (person === NOBODY) return undefined;
    const face_id = this.add(collectionId, person, imageId);
    this.effects.push(`indexed 1 ${cause}`);
    const face = {
      collection_id: collectionId,
      face_id,
      image_id: imageId,
      face_model_version: this.faceModelVersion,
      bounding_box: this.observation.boundingBox,
    };
    return { face, observation: observed(this.observation, rules) };
  }

  async indexSeveral(
    collectionId: string,
    image: Uint8Array,
    imageId: string,
    _maxFaces?: number,
    cause?: IndexCause,
    rules?: readonly SelfieRule[],
  ) {
    const text = new TextDecoder().decode(image);
    if (!text.startsWith(STITCHED)) {
      const answer = await this.index(collectionId, image, imageId, cause, rules);
      return answer ? [answer] : [];
    }
    this.calls.push(`index ${collectionId}`);
    this.fail(collectionId);
    const shown = JSON.parse(text.slice(STITCHED.length)) as { person: string; box: BoundingBox }[];
    const people = shown.filter(({ person }) => person !== NOBODY);
    if (people.length > 0) this.effects.push(`indexed ${people.length} ${cause}`);
    return people.map(({ person, box }) => ({
      face: {
        collection_id: collectionId,
        face_id: this.add(collectionId, person, imageId),
        image_id: imageId,
        face_model_version: this.faceModelVersion,
        bounding_box: box,
      },
      observation: { ...observed(this.observation, rules), boundingBox: box },
    }));
  }

  async listFaces(collectionId: string, cursor = '0', limit = Number.POSITIVE_INFINITY) {
    this.fail(collectionId);
    const end = Number(cursor) + limit;
    const all = this.facesOf(collectionId);
    const faces = all.slice(Number(cursor), end).map(({ faceId, imageId }): ListedFace => {
      const userId = this.userOf(collectionId, faceId);
      return {
        faceId,
        boundingBox: this.observation.boundingBox,
        ...(imageId === undefined ? {} : { imageId }),
        ...(userId === undefined ? {} : { userId }),
      };
    });
    const page = { faces, faceModelVersion: this.faceModelVersion };
    return end < all.length ? { ...page, next: String(end) } : page;
  }

  async existing(collectionId: string, faceIds: readonly string[]) {
    const there = this.facesOf(collectionId).map(({ faceId }) => faceId);
    return new Set(faceIds.filter((faceId) => there.includes(faceId)));
  }

  async describe(collectionId: string) {
    const faceCount = this.facesOf(collectionId).length;
    return { faceCount, userCount: 0, faceModelVersion: this.faceModelVersion };
  }

  async delete(
    collectionId: string,
    faceIds: readonly string[],
    cause?: DeleteCause | ((faceId: string) => DeleteCause),
  ) {
    this.calls.push(`delete ${collectionId}`);
    this.fail(collectionId);
    const parts = faceIds.filter((faceId) => this.userOf(collectionId, faceId) !== undefined);
    const deletable = faceIds.filter((faceId) => !parts.includes(faceId));
    const kept = this.facesOf(collectionId).filter(({ faceId }) => !deletable.includes(faceId));
    const gone = this.facesOf(collectionId).filter((face) => !kept.includes(face));
    const causes = groupBy(gone, ({ faceId }) => (typeof cause === 'function' ? cause(faceId) : cause));
    for (const [ofThese, faces] of causes) this.effects.push(`deleted ${faces.length} ${ofThese}`);
    this.collections.set(collectionId, kept);
    if (parts.length > 0)
      throw new FacesNotDeleted(`face ${parts[0]} is part of the vector of a user`, parts);
  }

  /** Puts a face in as if it had been indexed before. */
  add(collectionId: string, person: string, imageId?: string): string {
    this.#faces += 1;
    const faceId = `face-${this.#faces}`;
    const face = { faceId, person, ...(imageId !== undefined ? { imageId } : {}) };
    this.collections.set(collectionId, [...this.facesOf(collectionId), face]);
    return faceId;
  }

  allFaceIds(): string[] {
    return [...this.collections.values()].flat().map(({ faceId }) => faceId);
  }

  private facesOf(collectionId: string): StoredFace[] {
    return this.collections.get(collectionId) ?? [];
  }

  private fail(collectionId: string): void {
    const error = this.broken.get(collectionId);
    if (error) throw error;
  }
}
