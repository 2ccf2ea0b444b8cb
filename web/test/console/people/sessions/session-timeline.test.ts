import { describe, expect, it } from 'vitest';
import {
  type Check,
  type Report,
  spanOf,
  timelineOf,
} from '../../../../src/console/people/sessions/session-timeline.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 2, 1, 14, 0, second)).toISOString();

const check = (name: Check['name'], second: number, duration_ms = 1000): Check => ({
  name,
  status: 'passed',
  reason_codes: [],
  measures: [],
  started_at: at(second),
  duration_ms,
  billable_calls: {},
  cost_usd: 0,
});

const REPORT: Report = {
  id: 'vs_1',
  livemode: true,
  type: 'registration',
  user_id: 'alice',
  policy: { id: 'registration', version: 1 },
  sensitivity: 'regular',
  status: 'approved',
  consent: { given_at: at(0), notice_version: '2026-01' },
  created_at: at(0),
  submitted_at: at(10),
  liveness_failures: 0,
  liveness_sessions: [{ id: 'l', status: 'passed', challenge: 'FaceMovementChallenge', created_at: at(1) }],
  run: 2,
  checks: [check('liveness', 2), check('face_match', 30)],
  earlier_runs: [
    {
      run: 1,
      checks: [check('duplicate_search', 12)],
      decision: { outcome: 'try_again', reason_codes: [], decided_by: 'policy', decided_at: at(14) },
    },
  ],
  review: { reason_codes: ['duplicate_face'], requested_at: at(15) },
  findings: [
    { question: 'possible_duplicate', finding: 'allow_pair', case_id: 'rc_1', run: 1, decided_at: at(25) },
  ],
  alternative_path: { means: 'movement_challenge', reason: 'photosensitive', requested_at: at(0) },
  interruption: { reason: 'connection_lost', step: 'liveness', reported_at: at(3) },
  decision: { outcome: 'approved', reason_codes: [], decided_by: 'policy', decided_at: at(32) },
  billable_calls: {},
  cost_usd: 0,
};

describe('the timeline of a session', () => {
  it('has everything that has happened, in its order', () => {
    const kinds = timelineOf(REPORT).map((one) =>
      one.kind === 'check' ? `${one.check.name} of run ${one.run}` : one.kind,
    );
    expect(kinds).toEqual([
      'created',
      'alternative_path',
      'liveness',
      'liveness of run 2',
      'interrupted',
      'submitted',
      'duplicate_search of run 1',
      'run_ended',
      'held',
      'found',
      'face_match of run 2',
      'decided',
    ]);
  });

  it('is short for a session that was only begun', () => {
    const {
      submitted_at,
      run,
      earlier_runs,
      review,
      findings,
      alternative_path,
      interruption,
      decision,
      ...begun
    } = REPORT;
    expect(timelineOf({ ...begun, liveness_sessions: [], checks: [] }).map(({ kind }) => kind)).toEqual([
      'created',
    ]);
  });
});

describe('a check among those of its run', () => {
  const among = [check('liveness', 0), check('face_match', 2, 2000), check('duplicate_search', 4, 0)];

  it('lies where it ran', () => {
    expect(among.map((one) => spanOf(one, among).start)).toEqual([0, 0.5, 0.99]);
    expect(spanOf(among[1] as Check, among).length).toBe(0.5);
  });

  it('can be seen however short it was', () => {
    expect(spanOf(among[2] as Check, among).length).toBeCloseTo(0.01);
    const alone = check('liveness', 0, 0);
    expect(spanOf(alone, [alone])).toEqual({ start: 0, length: 0.01 });
  });
});
