import { describe, expect, it } from 'vitest';
import { type RegistrationInput, registrationExecution } from '../../../lambda/registration/contract.ts';
import { reviewVerificationSession } from '../../../lambda/registration/review-verification-session.ts';
import type { ReviewOutcome } from '../../../lambda/sessions/domain/review.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { aCompleteSession, anOperator, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const HELD = { reason_codes: ['search_incomplete'], requested_at: NOON.toISOString() };

function aDesk(changes: Partial<VerificationSession> = {}) {
  const session = aCompleteSession({ status: 'in_review', review: HELD, ...changes });
  const sessions = new InMemorySessionStore(session);
  const started: string[] = [];
  const inputs: RegistrationInput[] = [];
  const { emit, metrics } = recordedMetrics();
  const workflow = {
    broken: false,
    start: async (input: RegistrationInput) => {
      if (workflow.broken) throw new Error('Step Functions is down');
      inputs.push(input);
      started.push(registrationExecution(input));
    },
  };
  const review = (outcome: ReviewOutcome, note?: string) =>
    reviewVerificationSession(
      anOperator(),
      'vs_1',
      { outcome, ...(note === undefined ? {} : { note }) },
      { sessions, transitions: sessions, workflow, clock: () => minutesAfter(9), emit },
    );
  return {
    sessions,
    started,
    inputs,
    workflow,
    metrics,
    review,
    stored: () => sessions.stored(TENANT, 'vs_1'),
  };
}

describe('the review of a registration whose search was incomplete', () => {
  it('runs it again from the beginning, under a name of its own', async () => {
    const { review, started, inputs, stored, metrics } = aDesk();
    expect(await review('search_again', 'shard 2 is back')).toMatchObject({ status: 'processing' });
    expect(started).toEqual(['vs_1-2']);
    expect(inputs).toMatchObject([{ type: 'registration', session_id: 'vs_1', run: 2 }]);
    expect(stored()).toMatchObject({
      runs: 2,
      resumed_at: minutesAfter(9).toISOString(),
      review: { ...HELD, outcome: 'search_again', reviewed_by: 'operator-1', note: 'shard 2 is back' },
    });
    expect(metrics).toEqual([
      { name: 'VerificationReviewed', value: 1, dimensions: { Outcome: 'search_again' } },
    ]);
  });

  it('may be held and reviewed again', async () => {
    const { review, started, stored } = aDesk({ runs: 2 });
    await review('search_again');
    expect(started).toEqual(['vs_1-3']);
    expect(stored().review).not.toHaveProperty('note');
  });

  it('starts the same run where a crash came in between, and only that', async () => {
    const { review, started, workflow, stored } = aDesk();
    workflow.broken = true;
    await expect(review('search_again')).rejects.toThrow('Step Functions is down');
    expect(stored().status).toBe('processing');
    workflow.broken = false;
    await review('search_again');
    await review('search_again');
    expect(started).toEqual(['vs_1-2', 'vs_1-2']);
    expect(stored().runs).toBe(2);
  });

  it('declines it in the name of the reviewer', async () => {
    const { review, started, stored } = aDesk();
    expect(await review('decline')).toMatchObject({ status: 'declined', retryable: false });
    expect(stored()).toMatchObject({
      decision: { outcome: 'declined', decided_by: 'reviewer', reason_codes: ['search_incomplete'] },
      review: { outcome: 'decline', reviewed_by: 'operator-1' },
    });
    expect(started).toEqual([]);
    for (const outcome of ['decline', 'search_again'] as const)
      await expect(review(outcome)).rejects.toMatchObject({ code: 'invalid_state' });
  });

  it.each(['approved', 'processing'] as const)('declines none that is %s by now', async (status) => {
    const desk = aDesk({ status });
    await expect(desk.review('decline')).rejects.toMatchObject({ code: 'invalid_state' });
    expect(desk.stored().status).toBe(status);
  });

  it('is refused where nothing was held', async () => {
    const { review: _, ...session } = aDesk({ status: 'processing' }).stored();
    const sessions = new InMemorySessionStore(session);
    const workflow = { start: () => Promise.reject(new Error('must not be started')) };
    const dependencies = {
      sessions,
      transitions: sessions,
      workflow,
      clock: () => NOON,
      emit: recordedMetrics().emit,
    };
    await expect(
      reviewVerificationSession(anOperator(), 'vs_1', { outcome: 'search_again' }, dependencies),
    ).rejects.toMatchObject({ code: 'invalid_state' });
  });
});
