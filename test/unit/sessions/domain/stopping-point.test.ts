import { describe, expect, it } from 'vitest';
import { fault } from '../../../../lambda/kernel/decision.ts';
import {
  interruptionOf,
  isIncomplete,
  nextStep,
  stoppingPointOf,
} from '../../../../lambda/sessions/domain/stopping-point.ts';
import { aCompleteSession, aSession, NOON } from '../../../support/lambda/builders.ts';

const complete = aCompleteSession();
const { document: _document, ...withSelfie } = complete;
const { selfie: _selfie, ...withDocument } = complete;

describe('the next step of a session', () => {
  it.each([
    ['start', aSession({ sequence: 1 })],
    // a check was created
    ['liveness', aSession({ sequence: 2 })],
    ['liveness', { ...withDocument, sequence: 1 }],
    ['document', withSelfie],
    ['submission', complete],
    ['submission', { ...withSelfie, type: 'authentication' as const }],
    ['submission', { ...withSelfie, document_required: false }],
  ])('is %s', (step, session) => {
    expect(nextStep(session)).toBe(step);
  });

  it('is the document on the path without a face', () => {
    const alternative_path = {
      means: 'document_review',
      reason: 'other',
      requested_at: NOON.toISOString(),
    } as const;
    expect(nextStep(aSession({ alternative_path }))).toBe('document');
    expect(nextStep({ ...withDocument, alternative_path })).toBe('submission');
  });
});

describe('where a session stopped', () => {
  it('is the step of its person, or that of its workflow', () => {
    expect(stoppingPointOf({ ...withSelfie, status: 'abandoned' })).toBe('document');
    expect(stoppingPointOf(aSession({ status: 'expired', sequence: 2 }))).toBe('start');
    const failed = { ...complete, status: 'error' as const };
    expect(stoppingPointOf({ ...failed, decision: fault('upstream_throttled', NOON) })).toBe('processing');
    expect(stoppingPointOf({ ...failed, decision: fault('review_lapsed', NOON) })).toBe('review');
  });

  it('is nowhere while it goes on, or once it was decided', () => {
    for (const status of ['requires_input', 'processing', 'in_review', 'approved', 'declined'] as const) {
      expect(isIncomplete(status)).toBe(false);
      expect(stoppingPointOf({ ...complete, status })).toBeUndefined();
    }
  });

  it('is explained by a report at that step, and by no earlier one', () => {
    const reportedAt = (step: 'liveness' | 'document') => ({
      ...withSelfie,
      status: 'abandoned' as const,
      interruption: { reason: 'user_canceled' as const, step, reported_at: NOON.toISOString() },
    });
    expect(interruptionOf(reportedAt('document'))).toBe('user_canceled');
    expect(interruptionOf(reportedAt('liveness'))).toBeUndefined();
    expect(interruptionOf({ ...withSelfie, status: 'abandoned' })).toBeUndefined();
  });
});
