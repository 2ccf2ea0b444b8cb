/** An image of a user, in a collection of the first region. */
export interface ReplicatedImage {
  readonly tenant: string;
  readonly user_id: string;
  readonly collection_id: string;
  readonly image_id: string;
}
