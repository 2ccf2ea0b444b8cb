import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import { type CaseEvidenceDependencies, readCaseEvidence } from './case-evidence.ts';
import { missingCase } from './case-problem.ts';
import type { ReviewCaseDetail } from './contract.ts';
import { toCaseView } from './domain/case-view.ts';
import type { ReviewCaseStore } from './ports/review-case-store.ts';

export interface GetReviewCaseDependencies extends CaseEvidenceDependencies {
  readonly cases: Pick<ReviewCaseStore, 'get'>;
  readonly clock: Clock;
}

/**
 * Returns a case with all that a reviewer compares: reports of the sessions, enrolled faces, and the names of
 * the images, none of which it contains.
 * @throws Problem `not_found`
 */
export async function getReviewCase(
  caller: Caller,
  id: string,
  { cases, clock, ...dependencies }: GetReviewCaseDependencies,
): Promise<ReviewCaseDetail> {
  const opened = await cases.get(caller.tenant, id);
  if (!opened) throw missingCase(id);
  const now = clock();
  const { people, images } = await readCaseEvidence(opened, now, dependencies);
  return {
    ...toCaseView(opened, now),
    people: people.map(({ userId, faces, reports }) => ({
      user_id: userId,
      faces: faces.map(
        ({ face_id, collection_id, image_id, bbox, face_model_version, source, session_id, created_at }) => ({
          face_id,
          collection_id,
          image_id,
          bounding_box: bbox,
          face_model_version,
          source,
          session_id,
          created_at,
        }),
      ),
      reports: [...reports],
    })),
    images: images.map(({ view }) => view),
  };
}
