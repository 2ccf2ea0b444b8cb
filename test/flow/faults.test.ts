import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { errorsOfTasks } from '../support/fast-time.ts';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { aUserId, enrolledFaces, registerPersonNamed } from '../support/registrations.ts';
import {
  injectFaults,
  rekognitionCalls,
  resetRekognitionCalls,
  storedFaces,
} from '../support/rekognition-admin.ts';
import { decideCaseOf, reportOnce } from '../support/review-cases.ts';

/** Calls that a registration makes after submit, with an error that no retry rides out; only one has an effect. */
const CALLS = [
  ['DetectFaces', 'before'],
  ['CompareFaces', 'before'],
  ['IndexFaces', 'before'],
  ['IndexFaces', 'after'],
] as const;
const SHARDS = 4;
const REFUSED_SHARD = 'face-idv-local.demo.g1.2';
/** Every shard is asked for the selfie and for the portrait of the document, and the watchlist for the selfie. */
const CALLS_OF_SEARCH = 2 * SHARDS + 1;

describe('a registration that meets a fault', () => {
  const flow = withSharedFlowStack();

  /** The law: a face is in a collection if and only if the mapping table knows it. Deletions follow a decision. */
  const expectNoOrphans = (userId: string) =>
    vi.waitFor(
      async () => {
        const stored = (await storedFaces(flow.stack)).map(({ faceId }) => faceId);
        const mapped = (await enrolledFaces(flow, userId)).map(({ face_id }) => face_id);
        expect(stored).toEqual(mapped);
      },
      { timeout: 40_000, interval: 1_000 },
    );

  let userId: string;
  beforeEach(() => {
    userId = aUserId();
  });
  afterEach(async () => {
    await injectFaults(flow.stack, []);
    for (const { face_id } of await enrolledFaces(flow, userId))
      await flow.operator.delete(`/users/${userId}/faces/${face_id}`, 'test');
  });

  it.each(CALLS)('ends as error and leaves no face when %s fails %s its effect', async (operation, when) => {
    await injectFaults(flow.stack, [{ operation, error: 'AccessDeniedException', when }]);
    const report = await registerPersonNamed(flow, 'franck', userId);
    expect(report.status).toBe('error');
    await expectNoOrphans(userId);
    // what an effect left behind is the harder case, and the one that would keep the claims
    if (when === 'before') return;
    await injectFaults(flow.stack, []);
    const again = await registerPersonNamed(flow, 'franck', userId);
    expect(again.status).toBe('approved');
    await expectNoOrphans(userId);
  });

  it('is held while searches fail, and decided once a person has it searched again', async () => {
    await injectFaults(flow.stack, [{ operation: 'SearchFacesByImage', error: 'AccessDeniedException' }]);
    const held = await registerPersonNamed(flow, 'franck', userId);
    expect(held.status).toBe('in_review');
    await expectNoOrphans(userId);
    const waiting = await flow.operator.get<{ data: { id: string; status: string }[] }>(
      '/verification-sessions?status=in_review',
    );
    // others that this stack has held are listed as well
    expect(waiting.data).toContainEqual(expect.objectContaining({ id: held.id, status: 'in_review' }));

    await injectFaults(flow.stack, []);
    await decideCaseOf(flow, held.id, 'search_incomplete', 'search_again');
    expect(await reportOnce(flow, held.id, 'approved')).toMatchObject({
      review: { reason_codes: ['search_incomplete'] },
      findings: [{ finding: 'search_again' }],
      decision: { decided_by: 'policy' },
    });
    await expectNoOrphans(userId);
  });

  it('is approved with one face when IndexFaces is throttled after its effect and tried again', async () => {
    await injectFaults(flow.stack, [
      { operation: 'IndexFaces', error: 'ThrottlingException', when: 'after', nth_call: 1 },
    ]);
    const report = await registerPersonNamed(flow, 'franck', userId);
    expect(report.status).toBe('approved');
    await expectNoOrphans(userId);
  });

  it('is approved on a second search after the first missed a shard, never on the first', async () => {
    await resetRekognitionCalls(flow.stack);
    await injectFaults(flow.stack, [
      { operation: 'SearchFacesByImage', collection_id: REFUSED_SHARD, error: 'InternalServerError' },
    ]);
    const registered = registerPersonNamed(flow, 'franck', userId);
    await expect
      .poll(() => errorsOfTasks(flow), { timeout: 60_000, interval: 100 })
      .toContain('SearchIncomplete');
    await injectFaults(flow.stack, []);
    const report = await registered;
    expect(report.status).toBe('approved');
    // the search that missed one for both images, and the whole one in its place
    const { SearchFacesByImage } = await rekognitionCalls(flow.stack);
    expect(SearchFacesByImage).toBeGreaterThanOrEqual(CALLS_OF_SEARCH - 2 + CALLS_OF_SEARCH);
    const searches = report.checks.filter(({ name }) => name === 'duplicate_search');
    expect(searches.map(({ searched_shards }) => searched_shards?.length)).toEqual([SHARDS]);
    await expectNoOrphans(userId);
  });
});
