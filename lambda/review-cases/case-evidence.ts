import type { UserFaceMapping } from '../enrollment/domain/face-mapping.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { mapBounded } from '../kernel/map-bounded.ts';
import { type OperatorReport, toOperatorReport } from '../sessions/domain/operator-report.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { type CaseImage, imagesOfCheck, imagesOfFaces, imagesOfSession } from './domain/case-image.ts';
import { type CaseEntry, type CasePerson, entriesOf, peopleOf } from './domain/case-people.ts';
import type { ReviewCase } from './domain/review-case.ts';

export interface CaseEvidenceDependencies {
  readonly sessions: Pick<SessionStore, 'get' | 'listLivenessSessions'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfUser' | 'listOfOwner'>;
  readonly enrolledImages: Pick<ImageStore, 'keyOf'>;
}

/** A person of a case: their enrolled faces, and the sessions by which they are known. */
export interface PersonEvidence {
  readonly userId: string;
  readonly faces: readonly UserFaceMapping[];
  readonly reports: readonly OperatorReport[];
  readonly images: readonly CaseImage[];
}

const CONCURRENT_READS = 10;

/** All that a case shows: its people, and the images of them and of watchlist entries that they resemble. */
export interface CaseEvidence {
  readonly people: readonly PersonEvidence[];
  readonly images: readonly CaseImage[];
}

/** Reads what is stored of the people and entries of a case: rows, and no image. */
export async function readCaseEvidence(
  opened: ReviewCase,
  now: Date,
  dependencies: CaseEvidenceDependencies,
): Promise<CaseEvidence> {
  const [people, listed] = await Promise.all([
    mapBounded(peopleOf(opened), CONCURRENT_READS, (person) => readPerson(opened, person, now, dependencies)),
    mapBounded(entriesOf(opened), CONCURRENT_READS, (entry) =>
      readEntryImages(opened.tenant, entry, dependencies),
    ),
  ]);
  return { people, images: [...people.flatMap(({ images }) => images), ...listed.flat()] };
}

/** The image of a watchlist entry; none of one that was deleted since. */
async function readEntryImages(
  tenant: string,
  entry: CaseEntry,
  { mappings, enrolledImages }: CaseEvidenceDependencies,
): Promise<readonly CaseImage[]> {
  const faces = await mappings.listOfOwner(tenant, { kind: 'watchlist', ...entry });
  return imagesOfFaces(
    faces.map(({ image_id, s3_image_url, bbox }) => ({
      owner: { kind: 'watchlist_image' as const, ...entry },
      image_id,
      bbox,
      key: enrolledImages.keyOf(s3_image_url),
    })),
  );
}

async function readPerson(
  { tenant, liveness_check }: ReviewCase,
  { userId, sessionIds }: CasePerson,
  now: Date,
  { sessions, mappings, enrolledImages }: CaseEvidenceDependencies,
): Promise<PersonEvidence> {
  const reportOf = async (id: string): Promise<OperatorReport[]> => {
    const session = await sessions.get(tenant, id);
    // faces of index jobs have no session, and others are deleted in time
    if (!session) return [];
    return [toOperatorReport(session, await sessions.listLivenessSessions(tenant, id), now)];
  };
  if (liveness_check) {
    const reports = (await Promise.all(sessionIds.map(reportOf))).flat();
    const images = reports.flatMap((report) => imagesOfCheck(report, liveness_check.id));
    return { userId, faces: [], reports, images };
  }
  const faces = await mappings.listOfUser(tenant, userId);
  const known = new Set([...sessionIds, ...faces.map(({ session_id }) => session_id)]);
  const reports = (await Promise.all([...known].map(reportOf))).flat();
  const enrolled = faces.map(({ user_id, image_id, session_id, s3_image_url, bbox }) => ({
    owner: { kind: 'enrolled_image' as const, user_id, session_id },
    image_id,
    bbox,
    key: enrolledImages.keyOf(s3_image_url),
  }));
  return {
    userId,
    faces,
    reports,
    images: [...reports.flatMap(imagesOfSession), ...imagesOfFaces(enrolled)],
  };
}
