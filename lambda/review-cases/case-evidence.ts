import type { UserFaceMapping } from '../enrollment/domain/face-mapping.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { mapBounded } from '../kernel/map-bounded.ts';
import { type OperatorReport, toOperatorReport } from '../sessions/domain/operator-report.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { type CaseImage, imagesOfCheck, imagesOfFaces, imagesOfSession } from './domain/case-image.ts';
import { type CasePerson, peopleOf } from './domain/case-people.ts';
import type { ReviewCase } from './domain/review-case.ts';

export interface CaseEvidenceDependencies {
  readonly sessions: Pick<SessionStore, 'get' | 'listLivenessSessions'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfUser'>;
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

/** Reads what is stored of the people of a case: rows, and no image. */
export function readCaseEvidence(
  opened: ReviewCase,
  now: Date,
  dependencies: CaseEvidenceDependencies,
): Promise<readonly PersonEvidence[]> {
  return mapBounded(peopleOf(opened), CONCURRENT_READS, (person) =>
    readPerson(opened, person, now, dependencies),
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
    user_id,
    image_id,
    session_id,
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
