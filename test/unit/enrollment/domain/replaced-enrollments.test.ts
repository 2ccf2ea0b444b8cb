import { describe, expect, it } from 'vitest';
import { replaceEarlier } from '../../../../lambda/enrollment/domain/replaced-enrollments.ts';
import { aClaim, aMapping, NOON } from '../../../support/lambda/builders.ts';

const OWN = 'c'.repeat(64);
const [first, second] = ['a', 'b'].map((letter) =>
  aClaim({ image_sha256: letter.repeat(64), state: 'enrolled' }),
);
const claim = aClaim({ session_id: 'vs_3', image_sha256: OWN, ...(first ? { former: first } : {}) });

describe('replacing what a user has enrolled', () => {
  it('takes the place of every face and enrollment but its own', () => {
    const faces = [
      aMapping({ face_id: 'f1', image_id: 'img_1' }),
      aMapping({ face_id: 'f1-g2', image_id: 'img_1', collection_id: 'face-idv.acme.g2.0' }),
      aMapping({ face_id: 'f2', image_id: 'img_2', image_sha256: 'b'.repeat(64) }),
      aMapping({ face_id: 'f3', image_id: 'img_3', image_sha256: OWN }),
    ];
    const replaced = replaceEarlier(claim, second ? [second] : [], faces, 'vs_3', NOON);
    expect(replaced).toMatchObject({
      enrollments: [first, second],
      faces: faces.slice(0, 3),
      deletion: {
        id: 'vs_3',
        session_id: 'vs_3',
        image_id: 'img_1',
        further_image_ids: ['img_2'],
        searched_collections: [],
        requested_at: NOON.toISOString(),
        cause: 'replaced',
      },
    });
    expect(replaced?.deletion.faces.map(({ face_id }) => face_id)).toEqual(['f1', 'f1-g2', 'f2']);
  });

  it('requests nothing where the user has no face', () => {
    const own = aMapping({ image_sha256: OWN });
    expect(replaceEarlier(claim, [], [own], 'vs_3', NOON)).toBeUndefined();
  });
});
