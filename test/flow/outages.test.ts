import { describe, expect, it } from 'vitest';
import { OUTLASTED_OUTAGE_SECONDS } from '../../lambda/kernel/retry.ts';
import { skipWaits } from '../support/fast-time.ts';
import { withFlowStack } from '../support/flow-stack.ts';
import { aUserId, enrolledFaces, registerPersonNamed } from '../support/registrations.ts';
import { type Fault, injectFaults, storedFacesCome } from '../support/rekognition-admin.ts';

/** One operation after the other fails, each for as long as a state outlasts; tokens live for 15 minutes. */
const OUTAGES: readonly Fault[] = [
  { operation: 'CompareFaces', error: 'InternalServerError' },
  { operation: 'IndexFaces', error: 'ProvisionedThroughputExceededException' },
];

describe('a registration during outages of Rekognition', () => {
  const flow = withFlowStack();

  it('is approved, although each operation in turn fails for five minutes', async () => {
    const userId = aUserId();
    let current = 0;
    const inject = () => injectFaults(flow.stack, OUTAGES.slice(current, current + 1));
    await inject();
    const report = await skipWaits(flow, registerPersonNamed(flow, 'franck', userId), async (seconds) => {
      if (seconds < (current + 1) * OUTLASTED_OUTAGE_SECONDS || current === OUTAGES.length) return;
      current += 1;
      await inject();
    });
    expect(report.status).toBe('approved');
    expect(current).toBe(OUTAGES.length);
    const [face, ...others] = await enrolledFaces(flow, userId);
    expect(others).toEqual([]);
    await storedFacesCome(flow.stack, (faces) =>
      expect(faces.map(({ faceId }) => faceId)).toEqual([face?.face_id]),
    );
  });
});
