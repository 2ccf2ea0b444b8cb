import { describe, expect, it } from 'vitest';
import type { FaceDeletionRequest } from '../../../lambda/enrollment/contract.ts';
import { sendFaceDeletion } from '../../../lambda/enrollment/send-face-deletion.ts';
import { aFaceDeletion, TENANT } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

describe('queueing the deletion of faces', () => {
  it('sends a message that points to the row', async () => {
    const { emit, metrics } = recordedMetrics();
    const sent: FaceDeletionRequest[] = [];
    const deletionQueue = { send: async (message: FaceDeletionRequest) => void sent.push(message) };
    await sendFaceDeletion(aFaceDeletion({ id: 'vs_7' }), { deletionQueue, emit });
    await sendFaceDeletion(undefined, { deletionQueue, emit });
    expect(sent).toEqual([{ tenant: TENANT, id: 'vs_7' }]);
    expect(metrics).toEqual([]);
  });

  it('lets the vector of the user be built first where the faces were replaced', async () => {
    const { emit } = recordedMetrics();
    const delays: number[] = [];
    const deletionQueue = { send: async (_message: unknown, delay: number) => void delays.push(delay) };
    await sendFaceDeletion(aFaceDeletion({ cause: 'replaced' }), { deletionQueue, emit });
    await sendFaceDeletion(aFaceDeletion({ cause: 'low_quality' }), { deletionQueue, emit });
    expect(delays).toEqual([60, 0]);
  });

  it('does not fail the ending where the queue does not answer: the sweep sends the message', async () => {
    const { emit, metrics } = recordedMetrics();
    const deletionQueue = { send: () => Promise.reject(new Error('no answer')) };
    await sendFaceDeletion(aFaceDeletion(), { deletionQueue, emit });
    expect(metrics).toEqual([{ name: 'FaceDeletionUnsent', value: 1, dimensions: {} }]);
  });
});
