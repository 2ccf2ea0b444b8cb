import { describe, expect, it } from 'vitest';
import { pathParameter } from '../../../../lambda/platform/route.ts';
import {
  imagesOfCheck,
  imagesOfFaces,
  imagesOfSession,
} from '../../../../lambda/review-cases/domain/case-image.ts';

const BOX = { left: 0.1, top: 0.2, width: 0.3, height: 0.4 };
const SESSION = {
  id: 'vs_1',
  user_id: 'ann',
  selfie: { key: 'acme/vs_1/selfie', version_id: 'v1', face: BOX },
  document: { key: 'acme/vs_1/document' },
  checks: [{ name: 'face_match' }, { name: 'document_quality', face_box: { ...BOX, left: 0.6 } }],
  liveness_sessions: [
    { id: 'first', audit_images: [{ key: 'acme/vs_1/a1' }, { key: 'acme/vs_1/a2' }] },
    { id: 'second' },
    { id: 'third', audit_images: [{ key: 'acme/vs_1/a3' }] },
  ],
};

describe('the images of a session', () => {
  it('are the selfie, the document and the audit images, by names that a path takes', () => {
    const images = imagesOfSession(SESSION);
    expect(images.map(({ view }) => view.id)).toEqual([
      'vs_1.selfie',
      'vs_1.document',
      'vs_1.audit-1',
      'vs_1.audit-2',
      'vs_1.audit-3',
    ]);
    expect(images.map(({ view }) => view.kind)).toEqual([
      'selfie',
      'document',
      'audit_image',
      'audit_image',
      'audit_image',
    ]);
    expect(images.at(-1)).toEqual({
      view: { id: 'vs_1.audit-3', kind: 'audit_image', user_id: 'ann', session_id: 'vs_1' },
      store: 'evidence',
      reference: { key: 'acme/vs_1/a3' },
    });
    expect(images[0]?.reference).toEqual(SESSION.selfie);
    // both faces that were compared, and no other
    expect(images.map(({ view }) => view.face_box?.left)).toEqual([
      0.1,
      0.6,
      undefined,
      undefined,
      undefined,
    ]);
    for (const { view } of images) expect(pathParameter.safeParse(view.id).success).toBe(true);
  });

  it('are none of a session that the person never took', () => {
    expect(imagesOfSession({ id: 'vs_2', user_id: 'ann', checks: [], liveness_sessions: [] })).toEqual([]);
  });
});

describe('the images of a liveness check', () => {
  const keysOf = (id: string) => imagesOfCheck(SESSION, id).map(({ reference }) => reference.key);

  it('are the selfie and the audit images of that check, without the document', () => {
    expect(keysOf('first')).toEqual(['acme/vs_1/selfie', 'acme/vs_1/a1', 'acme/vs_1/a2']);
    expect(keysOf('third')).toEqual(['acme/vs_1/selfie', 'acme/vs_1/a3']);
  });

  it('have names that a path takes', () => {
    for (const { view } of imagesOfCheck(SESSION, 'third'))
      expect(pathParameter.safeParse(view.id).success).toBe(true);
  });
});

it('an enrolled image is one, however many faces were indexed from it', () => {
  const owner = { kind: 'enrolled_image', user_id: 'ann', session_id: 'vs_1' } as const;
  const face = { owner, image_id: 'img_1', key: 'acme/img_1', bbox: BOX };
  expect(imagesOfFaces([face, face, { ...face, image_id: 'img_2', key: 'acme/img_2' }])).toEqual([
    {
      view: {
        id: 'img_1',
        kind: 'enrolled_image',
        user_id: 'ann',
        session_id: 'vs_1',
        image_id: 'img_1',
        face_box: BOX,
      },
      store: 'enrolled',
      reference: { key: 'acme/img_1' },
    },
    expect.objectContaining({ reference: { key: 'acme/img_2' } }),
  ]);
});
