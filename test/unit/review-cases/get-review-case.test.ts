import { expect, it } from 'vitest';
import { reviewCaseDetail } from '../../../lambda/review-cases/contract.ts';
import { getReviewCase } from '../../../lambda/review-cases/get-review-case.ts';
import { aCaseFile } from '../../support/lambda/a-case-file.ts';
import { anOperator } from '../../support/lambda/builders.ts';

it('a case comes with reports, faces and the names of images, and nothing else', async () => {
  const detail = await getReviewCase(anOperator(), 'rc_1', aCaseFile());
  expect(detail).toMatchObject({
    id: 'rc_1',
    possible_findings: ['allow_pair', 'same_person', 'attack', 'search_again'],
    people: [
      {
        user_id: 'ann',
        faces: [{ face_id: 'face-of-ann', bounding_box: { left: 0.3, top: 0.2 } }],
        reports: [{ id: 'vs_ann', selfie: { version_id: 'v1' } }],
      },
      { user_id: 'bob' },
    ],
  });
  expect(detail.images.map(({ id }) => id)).toContain('img_bob');
  expect(reviewCaseDetail.parse(detail)).toEqual(detail);
  expect(JSON.stringify(detail)).not.toMatch(/https?:|s3:/);
});

it('a missing case is not found', async () => {
  await expect(getReviewCase(anOperator(), 'rc_2', aCaseFile())).rejects.toMatchObject({ code: 'not_found' });
});
