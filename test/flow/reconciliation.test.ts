import { DeleteFacesCommand, IndexFacesCommand } from '@aws-sdk/client-rekognition';
import { describe, expect, it } from 'vitest';
import { reconcile } from '../../local/reconcile/reconciliation-client.ts';
import { withFlowStack } from '../support/flow-stack.ts';
import { portraitOf } from '../support/photos.ts';
import { aUserId, enrolledFaces, registerPersonNamed } from '../support/registrations.ts';
import { rekognitionOf, storedFaces } from '../support/rekognition-admin.ts';

describe('reconciliation over HTTP', () => {
  const flow = withFlowStack();

  it('deletes whom nobody knows, tells of who is gone, and leaves everybody else alone', async () => {
    const kept = aUserId();
    const lost = aUserId();
    expect((await registerPersonNamed(flow, 'franck', kept)).status).toBe('approved');
    expect((await registerPersonNamed(flow, 'cage', lost)).status).toBe('approved');
    expect(await reconcile(flow.operator, false)).toMatchObject({
      status: 'completed',
      faces: 2,
      mappings: 2,
      counts: {},
    });

    const rekognition = rekognitionOf(flow.stack);
    const [gone] = await enrolledFaces(flow, lost);
    if (!gone) throw new Error('nobody was enrolled');
    await rekognition.send(
      new DeleteFacesCommand({ CollectionId: gone.collection_id, FaceIds: [gone.face_id] }),
    );
    const { FaceRecords = [] } = await rekognition.send(
      new IndexFacesCommand({
        CollectionId: gone.collection_id,
        Image: { Bytes: await portraitOf('bieber') },
        ExternalImageId: 'of-another-program',
        MaxFaces: 1,
      }),
    );
    const orphan = FaceRecords[0]?.Face?.FaceId;
    const isThere = async () => (await storedFaces(flow.stack)).some(({ faceId }) => faceId === orphan);

    const looked = await reconcile(flow.operator, true);
    expect(looked.counts).toEqual({ 'orphan_face.reported': 1, 'missing_face.reported': 1 });
    expect(await isThere()).toBe(true);

    const mended = await reconcile(flow.operator, false);
    expect(mended.counts).toEqual({ 'orphan_face.deleted': 1, 'missing_face.reported': 1 });
    expect(mended.findings).toContainEqual(
      expect.objectContaining({ kind: 'missing_face', face_id: gone.face_id, user_id: lost }),
    );
    expect(await isThere()).toBe(false);
    const [left] = await enrolledFaces(flow, kept);
    expect(await storedFaces(flow.stack)).toEqual([
      { collectionId: left?.collection_id, faceId: left?.face_id },
    ]);
  });

  it('refuses anybody but operators, and an id that is not there', async () => {
    await expect(flow.backend.post('/reconciliations')).rejects.toMatchObject({ status: 401 });
    await expect(flow.operator.get('/reconciliations/rec_none')).rejects.toMatchObject({ code: 'not_found' });
  });
});
