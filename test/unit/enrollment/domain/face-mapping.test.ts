import { describe, expect, it } from 'vitest';
import { mappingOf } from '../../../../lambda/enrollment/domain/face-mapping.ts';
import { aClaim, anIndexedFace, NOON, TENANT } from '../../../support/lambda/builders.ts';
import { InMemoryImages } from '../../../support/lambda/in-memory-images.ts';

const images = new InMemoryImages({}, 'enrolled');
const mapping = (changes: Parameters<typeof aClaim>[0] = {}) =>
  mappingOf(aClaim(changes), anIndexedFace({ face_id: 'face-7', image_id: 'img_7' }), images, NOON);

describe('the mapping of a face', () => {
  it('says whose it is, where it lies and which image it came from', () => {
    expect(mapping()).toStrictEqual({
      kind: 'user',
      tenant: TENANT,
      user_id: 'user-1',
      collection_id: 'face-idv.acme.g1.0',
      face_id: 'face-7',
      image_id: 'img_7',
      s3_image_url: 's3://enrolled/acme/img_7.jpg',
      image_sha256: 'a'.repeat(64),
      bbox: { left: 0.3, top: 0.2, width: 0.4, height: 0.5 },
      face_model_version: '7.0',
      source: 'selfie',
      session_id: 'vs_1',
      created_at: NOON.toISOString(),
    });
  });

  it('keeps what a shard key may name, and the similarity with the document', () => {
    expect(mapping({ attributes: { country: 'de' }, similarity: 0 })).toMatchObject({
      attributes: { country: 'de' },
      similarity: 0,
    });
    expect(mapping({ attributes: {} })).not.toHaveProperty('attributes');
  });

  it('comes from a selfie where a session enrolled the face, and else from an index job', () => {
    expect(mapping({ session_id: 'vs_1' }).source).toBe('selfie');
    expect(mapping({ session_id: 'ij_1' }).source).toBe('bulk');
    expect(mapping({ session_id: 'vsx1' }).source).toBe('bulk');
  });
});
