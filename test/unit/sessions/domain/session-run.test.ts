import { describe, expect, it } from 'vitest';
import type { Check } from '../../../../lambda/kernel/check.ts';
import { fault } from '../../../../lambda/kernel/decision.ts';
import {
  checksBeforeRuns,
  nextRun,
  sessionRun,
  tryAgain,
} from '../../../../lambda/sessions/domain/session-run.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const aCheck: Check = {
  status: 'passed',
  reason_codes: [],
  measures: [],
  started_at: NOON.toISOString(),
  duration_ms: 1,
  billable_calls: {},
  cost_usd: 0,
};

describe('the next run of a session', () => {
  it('is the second after one that was not counted, and keeps what that one found', () => {
    const decision = fault('upstream_unavailable', NOON);
    const checks = { liveness: aCheck, capture_comparison: aCheck, face_match: aCheck };
    const facts = nextRun({ checks }, { decision });
    const first = { run: 1, checks: { face_match: aCheck }, decision };
    expect(facts).toEqual({ runs: 2, earlier_runs: [first] });
    expect(facts.earlier_runs.map((run) => sessionRun.parse(run))).toEqual([first]);
  });

  it('is counted on, after all earlier ones', () => {
    const first = { run: 1, checks: {} };
    const facts = nextRun({ checks: {}, runs: 2, earlier_runs: [first] }, {});
    expect(facts).toMatchObject({ runs: 3, earlier_runs: [first, { run: 2, checks: {} }] });
  });
});

describe('a run that is tried again', () => {
  it('keeps its reasons and the document that it judged', () => {
    const decision = tryAgain(['face_mismatch'], '0123456789ab', NOON);
    const document = { key: 'acme/vs_1/document/doc_1', version_id: 'v1' };
    const [ended] = nextRun({ checks: {} }, { decision, document }).earlier_runs;
    expect(sessionRun.parse(ended)).toEqual({ run: 1, checks: {}, decision, document });
    expect(decision).toEqual({
      outcome: 'try_again',
      reason_codes: ['face_mismatch'],
      decided_by: 'policy',
      policy_version: '0123456789ab',
      decided_at: NOON.toISOString(),
    });
  });
});

describe('the checks that a run begins with', () => {
  it("are the person's own steps", () => {
    expect(checksBeforeRuns({ liveness: aCheck, face_match: aCheck })).toEqual({ liveness: aCheck });
    const own = { liveness: aCheck, capture_comparison: aCheck };
    expect(checksBeforeRuns({ ...own, face_match: aCheck })).toEqual(own);
    expect(checksBeforeRuns({ face_match: aCheck })).toEqual({});
  });
});
