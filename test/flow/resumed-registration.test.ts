import { expect, it } from 'vitest';
import type { Report } from '../../local/demo/verify-person.ts';
import { skipWaits } from '../support/fast-time.ts';
import { withFlowStack } from '../support/flow-stack.ts';
import { aUserId, enrolledFaces, registerPersonNamed } from '../support/registrations.ts';
import { injectFaults, rekognitionCalls, storedFacesCome } from '../support/rekognition-admin.ts';

interface ResumedReport extends Report {
  readonly run?: number;
  readonly resumable_until?: string;
}

const flow = withFlowStack();

it('is resumed by submitting it again once an outage is over that lasted longer than every retry', async () => {
  const userId = aUserId();
  // each attempt leaves a face, whose id nobody learns
  await injectFaults(flow.stack, [{ operation: 'IndexFaces', error: 'InternalServerError', when: 'after' }]);
  const failed = await skipWaits(flow, registerPersonNamed(flow, 'franck', userId), async () => {});
  const path = `/verification-sessions/${failed.id}`;
  const session = await flow.backend.get<ResumedReport>(path);
  expect(session).toMatchObject({ status: 'error', resumable_until: expect.any(String) });

  await injectFaults(flow.stack, []);
  await flow.backend.post(`${path}/submit`);
  const resumed = await skipWaits(flow, decided(path), async () => {});
  expect(resumed).toMatchObject({
    status: 'approved',
    run: 2,
    earlier_runs: [{ run: 1, decision: { outcome: 'error', reason_codes: ['upstream_unavailable'] } }],
  });
  expect(resumed).not.toHaveProperty('resumable_until');
  const names = resumed.checks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('face_indexing');
  expect(resumed.earlier_runs?.[0]?.checks.map(({ name }) => name)).not.toContain('face_indexing');

  const calls = await rekognitionCalls(flow.stack);
  expect(calls.CreateFaceLivenessSession).toBe(1);
  // what the first run has found out about the document is not paid for twice
  expect(calls).toMatchObject({ DetectFaces: 1, CompareFaces: 1 });
  const [face, ...others] = await enrolledFaces(flow, userId);
  expect(others).toEqual([]);
  await storedFacesCome(flow.stack, (faces) =>
    expect(faces.map(({ faceId }) => faceId)).toEqual([face?.face_id]),
  );
});

/** The report once the session is decided. */
async function decided(path: string): Promise<ResumedReport> {
  for (;;) {
    const report = await flow.operator.get<ResumedReport>(`${path}/report`);
    if (report.status !== 'processing') return report;
  }
}
