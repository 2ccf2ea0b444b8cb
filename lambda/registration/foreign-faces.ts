import type { EnrollmentStore, FaceRecord } from '../enrollment/ports/enrollment-store.ts';
import { type CandidateFace, facesOfCandidates } from '../search/faces-of-candidates.ts';
import type { CompleteSearch } from '../search/search-collections.ts';
import { userVectorId } from '../user-vectors/domain/user-vector.ts';
import type { UserCollections } from '../user-vectors/ports/user-collections.ts';

/** The user who registers. */
export interface Registrant {
  readonly tenant: string;
  readonly userId: string;
  /** Users who form an allowed pair with this one: their faces are neither duplicates nor competitors. */
  readonly allowed: ReadonlySet<string>;
}

/** A face that a search found, with its record as it is now. */
export interface ForeignFace extends CandidateFace {
  readonly record: FaceRecord | undefined;
}

export interface ReadRecordsDependencies {
  readonly enrollments: Pick<EnrollmentStore, 'faceRecords'>;
}

export interface FindForeignFacesDependencies extends ReadRecordsDependencies {
  readonly users: Pick<UserCollections, 'facesOf'>;
}

/** Returns the faces that were found, without those of the user who registers and of allowed pairs. */
export async function findForeignFaces(
  { candidates }: CompleteSearch,
  registrant: Registrant,
  dependencies: FindForeignFacesDependencies,
): Promise<readonly ForeignFace[]> {
  const { tenant, userId } = registrant;
  // the user's own vector may be there, which is not a duplicate
  const own = new Map([[userVectorId(tenant, userId), []]]);
  const faces = await facesOfCandidates(candidates, own, dependencies);
  return withRecords(faces, registrant, dependencies);
}

/** Returns the faces with their records as they are now, without those that do not count. */
export async function withRecords<Face extends CandidateFace>(
  faces: readonly Face[],
  { tenant, userId, allowed }: Registrant,
  dependencies: ReadRecordsDependencies,
): Promise<readonly (Face & Pick<ForeignFace, 'record'>)[]> {
  const records = await recordsOf(faces, tenant, dependencies);
  return faces.flatMap((face) => {
    const record = records.get(face.id) ?? records.get(face.imageId ?? '');
    const { user_id } = record ?? {};
    return user_id !== undefined && (user_id === userId || allowed.has(user_id)) ? [] : { ...face, record };
  });
}

/** Returns the records of faces; a face without one may belong to an image that was revoked as a whole. */
async function recordsOf(
  faces: readonly CandidateFace[],
  tenant: string,
  { enrollments }: ReadRecordsDependencies,
): Promise<ReadonlyMap<string, FaceRecord>> {
  const records = await enrollments.faceRecords(
    tenant,
    faces.map(({ id }) => id),
  );
  const images = faces.flatMap(({ id, imageId }) =>
    records.has(id) || imageId === undefined ? [] : imageId,
  );
  if (images.length === 0) return records;
  return new Map([...records, ...(await enrollments.faceRecords(tenant, [...new Set(images)]))]);
}
