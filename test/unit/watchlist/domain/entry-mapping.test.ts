import { expect, it } from 'vitest';
import { mappingOfEntry } from '../../../../lambda/watchlist/domain/entry-mapping.ts';
import { anEntry, LIST } from '../../../support/lambda/a-watchlist.ts';
import { anIndexedFace, minutesAfter, TENANT } from '../../../support/lambda/builders.ts';
import { InMemoryImages } from '../../../support/lambda/in-memory-images.ts';

it('the mapping of an entry names the entry, its face and the image that it came from', () => {
  const face = anIndexedFace({ face_id: 'face-7', image_id: 'img_7', collection_id: LIST });
  const images = new InMemoryImages({}, 'enrolled');
  expect(mappingOfEntry(anEntry(), face, 'a'.repeat(64), images, minutesAfter(1))).toEqual({
    kind: 'watchlist',
    list_id: 'fraud',
    entry_id: 'wle_1',
    tenant: TENANT,
    collection_id: LIST,
    face_id: 'face-7',
    image_id: 'img_7',
    s3_image_url: 's3://enrolled/acme/img_7.jpg',
    image_sha256: 'a'.repeat(64),
    bbox: face.bounding_box,
    face_model_version: face.face_model_version,
    session_id: 'wle_1',
    created_at: minutesAfter(1).toISOString(),
  });
});
