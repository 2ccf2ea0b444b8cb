import { describe, expect, it } from 'vitest';
import { listUserFaces } from '../../../lambda/users/list-user-faces.ts';
import { aMapping, anOperator, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

describe('the faces of a user', () => {
  const mappings = new InMemoryEnrollments(new InMemorySessionStore());
  for (const mapping of [
    aMapping({ attributes: { country: 'de' } }),
    aMapping({ face_id: 'face-2', collection_id: 'face-idv.acme.g2.5', source: 'bulk' }),
    aMapping({ face_id: 'face-3', user_id: 'user-2' }),
    aMapping({ face_id: 'face-4', tenant: 'globex' }),
  ])
    mappings.mappings.set(mapping.face_id, mapping);

  it('are listed in every generation, without where their images lie or how alike they are', async () => {
    const common = { image_id: 'img_1', face_model_version: '7.0', created_at: NOON.toISOString() };
    expect(await listUserFaces(anOperator(), 'user-1', mappings)).toEqual({
      data: [
        { face_id: 'face-1', collection_id: 'face-idv.acme.g1.0', source: 'selfie', ...common },
        { face_id: 'face-2', collection_id: 'face-idv.acme.g2.5', source: 'bulk', ...common },
      ],
      has_more: false,
      next_cursor: null,
    });
  });

  it("are none of another user, and none of another tenant's", async () => {
    expect((await listUserFaces(anOperator(), 'user-9', mappings)).data).toEqual([]);
    const elsewhere = { ...anOperator(), tenant: 'globex' };
    const { data } = await listUserFaces(elsewhere, 'user-1', mappings);
    expect(data.map(({ face_id }) => face_id)).toEqual(['face-4']);
    expect(elsewhere.tenant).not.toBe(TENANT);
  });
});
