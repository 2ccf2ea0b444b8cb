import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { Caller } from '../kernel/caller.ts';
import type { UserFacePage } from './contract.ts';

/** Lists a user's enrolled faces. */
export async function listUserFaces(
  caller: Caller,
  userId: string,
  mappings: Pick<FaceMappingStore, 'listOfUser'>,
): Promise<UserFacePage> {
  const faces = await mappings.listOfUser(caller.tenant, userId);
  return {
    data: faces.map(({ face_id, collection_id, image_id, face_model_version, source, created_at }) => ({
      face_id,
      collection_id,
      image_id,
      face_model_version,
      source,
      created_at,
    })),
    has_more: false,
    next_cursor: null,
  };
}
