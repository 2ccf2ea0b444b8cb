import type { FaceOwner } from '../../kernel/face-owner.ts';

/** An image of a face's owner, in a collection of the first region. */
export type ReplicatedImage = Readonly<FaceOwner> & {
  readonly tenant: string;
  readonly collection_id: string;
  readonly image_id: string;
};
