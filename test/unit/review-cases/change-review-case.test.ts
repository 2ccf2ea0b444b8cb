import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../lambda/kernel/caller.ts';
import type { CaseReason } from '../../../lambda/kernel/case-finding.ts';
import { changeReviewCase } from '../../../lambda/review-cases/change-review-case.ts';
import type { CaseAction } from '../../../lambda/review-cases/domain/case-transition.ts';
import { toCaseView } from '../../../lambda/review-cases/domain/case-view.ts';
import type { ReviewCase } from '../../../lambda/review-cases/domain/review-case.ts';
import { pinned } from '../../support/lambda/a-policy.ts';
import {
  aReviewCase,
  aSampledCase,
  aSessionCase,
  InMemoryReviewCases,
} from '../../support/lambda/a-review-case.ts';
import { aCaller, aCompleteSession, aReview, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const reviewer = (subject: string): Caller => ({ ...aCaller(['operate'], subject), role: 'reviewer' });
const [RITA, RUTH] = [reviewer('rita'), reviewer('ruth')];
const OLIVIA = aCaller(['operate'], 'olivia');
const take = ({ subject }: Caller): CaseAction => ({ name: 'assign', assignee: subject });
const ALLOW: CaseAction = { name: 'decide', finding: 'allow_pair' };
const ATTACK: CaseAction = { name: 'decide', finding: 'attack' };

function aDesk(changes: Partial<ReviewCase> = {}) {
  const sessions = new InMemorySessionStore();
  const cases = new InMemoryReviewCases(sessions);
  cases.cases.push(aReviewCase(changes));
  const { emit, metrics } = recordedMetrics();
  const { lockouts } = sessions;
  const dependencies = { cases, sessions, policyOf: pinned(), lockouts, clock: () => NOON, emit };
  const change = (caller: Caller, action: CaseAction, seen?: number, id = 'rc_1') =>
    changeReviewCase(caller, id, action, dependencies, seen);
  return { cases, sessions, metrics, change, dependencies };
}

describe('a case', () => {
  it('is taken, decided by a finding, counted, and allows the pair', async () => {
    const { cases, metrics, change } = aDesk();
    expect(await change(RITA, take(RITA))).toMatchObject({ status: 'assigned', revision: 2 });
    const decided = await change(RITA, ALLOW, 2);
    expect(decided).toEqual(toCaseView(cases.cases[0] as ReviewCase, NOON));
    expect(decided).toMatchObject({ status: 'decided', decision: { finding: 'allow_pair' } });
    expect(await cases.pairs.pairedWith('acme', 'ann')).toEqual(new Set(['bob']));
    expect(metrics).toEqual([
      {
        name: 'ReviewCaseDecided',
        value: 1,
        dimensions: { ReasonCode: 'possible_duplicate', Finding: 'allow_pair' },
      },
    ]);
    await change(OLIVIA, { name: 'reopen' });
    expect(await cases.pairs.pairedWith('acme', 'ann')).toEqual(new Set());
    expect(metrics).toHaveLength(1);
  });

  it('is counted when two have agreed, and shows neither finding before', async () => {
    const { metrics, change } = aDesk({ four_eyes: true });
    await change(RITA, take(RITA));
    expect(await change(RITA, ATTACK, 2)).toMatchObject({ status: 'awaiting_second', findings: [] });
    await expect(change(RITA, take(RITA))).rejects.toMatchObject({ code: 'second_reviewer_required' });
    await change(RUTH, take(RUTH));
    expect(metrics).toEqual([]);
    expect((await change(RUTH, ATTACK, 4)).findings).toHaveLength(2);
    expect(metrics).toHaveLength(1);
  });

  it('is not written when there is nothing to change', async () => {
    const { cases, change } = aDesk();
    await change(RITA, { name: 'unassign' });
    expect(cases.cases).toEqual([aReviewCase()]);
  });

  it.each([
    ['is missing', 'not_found', {}, RITA, take(RITA), undefined, 'rc_2'],
    ['has changed since', 'review_case_changed', { assignee: 'rita', revision: 3 }, RITA, ALLOW, 2],
    ['is not assigned', 'invalid_state', {}, RITA, ALLOW, 1],
    ['is decided', 'invalid_state', { status: 'decided', revision: 3 }, RITA, ALLOW, 2],
    [
      'takes another finding',
      'invalid_request',
      { assignee: 'rita' },
      RITA,
      { ...ALLOW, finding: 'decline' },
      1,
    ],
    ['takes a higher role', 'forbidden', {}, RITA, { name: 'reopen' }],
  ] as const)(
    'that %s is a problem',
    async (_, code, changes, caller, action, seen?: number, id?: string) => {
      const { change } = aDesk(changes);
      await expect(change(caller, action, seen, id)).rejects.toMatchObject({ code });
    },
  );
});

describe('the decision about a sample', () => {
  it('stores its label, counted by version of the challenge, and takes it back with a reopened case', async () => {
    const { cases, change, metrics } = aDesk();
    cases.cases[0] = aSampledCase({ assignee: 'rita', status: 'assigned' });
    await change(RITA, { name: 'decide', finding: 'spoof' }, 1);
    expect(cases.labels.get('rc_1')).toMatchObject({ label: 'spoof', confidence: 82.5 });
    expect(metrics).toEqual([
      { name: 'ReviewCaseDecided', value: 1, dimensions: { ReasonCode: 'sampled', Finding: 'spoof' } },
      { name: 'LivenessLabeled', value: 1, dimensions: { Label: 'spoof', ChallengeVersion: '2.0.0' } },
    ]);
    await change(OLIVIA, { name: 'reopen' });
    expect(cases.labels.size).toBe(0);
    await change(RITA, take(RITA));
    await change(RITA, { name: 'decide', finding: 'genuine' }, 4);
    expect(cases.labels.get('rc_1')).toMatchObject({ label: 'genuine' });
  });

  it('has no label before two agree', async () => {
    const { cases, change } = aDesk();
    cases.cases[0] = aSampledCase({ assignee: 'rita', status: 'assigned', four_eyes: true });
    await change(RITA, { name: 'decide', finding: 'spoof' }, 1);
    expect(cases.labels.size).toBe(0);
    await change(RUTH, take(RUTH));
    await change(RUTH, { name: 'decide', finding: 'spoof' }, 3);
    expect(cases.labels.size).toBe(1);
  });
});

describe('two operators at once', () => {
  it('decide a case once, and one of them is told so', async () => {
    const { cases, change } = aDesk({ assignee: 'rita', status: 'assigned', revision: 2 });
    const ended = await Promise.allSettled([change(RITA, ALLOW, 2), change(RITA, ATTACK, 2)]);
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [lost] = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(lost).toMatchObject({ code: 'invalid_state', message: expect.stringContaining('is decided') });
    expect(cases.cases[0]?.findings).toHaveLength(1);
  });

  it('both have their notes', async () => {
    const { cases, change } = aDesk();
    const notes = ['one', 'two', 'three'];
    await Promise.all(notes.map((text) => change(RITA, { name: 'note', text })));
    expect(cases.cases[0]?.notes.map(({ text }) => text).sort()).toEqual([...notes].sort());
  });

  it('do not wait for one another without end', async () => {
    const { cases, dependencies } = aDesk();
    const refuse = async () => false;
    const busy = { get: cases.get, save: refuse, saveWithSession: refuse };
    await expect(
      changeReviewCase(RITA, 'rc_1', take(RITA), { ...dependencies, cases: busy }),
    ).rejects.toThrow('changed by others');
  });
});

describe('the decision about a held session', () => {
  const SESSION = { id: 'vs_1', run: 1, user_id: 'user-1' };
  const ACCEPT: CaseAction = { name: 'decide', finding: 'accept_match' };

  function aHeldSession(questions: readonly CaseReason[] = ['match_in_band']) {
    const desk = aDesk();
    const review = aReview(['match_in_band'], questions, NOON);
    desk.sessions.add(aCompleteSession({ status: 'in_review', review }));
    desk.cases.cases.length = 0;
    for (const reason of questions)
      desk.cases.cases.push(
        aSessionCase({ id: `rc_${reason}`, reason, session: SESSION, assignee: 'rita', status: 'assigned' }),
      );
    return { ...desk, status: () => desk.sessions.stored(TENANT, 'vs_1').status };
  }

  it('is written with what it makes of the session, which is counted', async () => {
    const { change, sessions, status, metrics } = aHeldSession();
    await change(RITA, ACCEPT, 1, 'rc_match_in_band');
    expect(status()).toBe('processing');
    expect(sessions.events.map(({ type }) => type)).toEqual(['verification_session.resumed']);
    expect(sessions.stored(TENANT, 'vs_1').findings).toEqual([
      {
        question: 'match_in_band',
        finding: 'accept_match',
        case_id: 'rc_match_in_band',
        run: 1,
        decided_at: NOON.toISOString(),
      },
    ]);
    expect(metrics.map(({ name }) => name)).toEqual(['ReviewCaseDecided']);
  });

  it('is counted as the decision on the session where it declines', async () => {
    const { change, status, metrics } = aHeldSession();
    await change(RITA, { name: 'decide', finding: 'decline' }, 1, 'rc_match_in_band');
    expect(status()).toBe('declined');
    expect(metrics.map(({ name }) => name)).toContain('VerificationDecided');
  });

  it('of two questions at once resumes the session once, whichever comes last', async () => {
    const { change, sessions, status } = aHeldSession(['match_in_band', 'liveness_in_band']);
    await Promise.all([
      change(RITA, ACCEPT, 1, 'rc_match_in_band'),
      change(RITA, { name: 'decide', finding: 'accept_liveness' }, 1, 'rc_liveness_in_band'),
    ]);
    expect(status()).toBe('processing');
    expect(sessions.events.map(({ type }) => type)).toEqual([
      'verification_session.finding_recorded',
      'verification_session.resumed',
    ]);
  });

  it('is taken back with a reopened case while other answers are missing', async () => {
    const { change, sessions, status } = aHeldSession(['match_in_band', 'liveness_in_band']);
    await change(RITA, ACCEPT, 1, 'rc_match_in_band');
    await change(OLIVIA, { name: 'reopen' }, undefined, 'rc_match_in_band');
    expect(sessions.stored(TENANT, 'vs_1').findings).toEqual([]);
    expect(status()).toBe('in_review');
  });

  it('stands by itself where the session is gone or has ended', async () => {
    const { change, sessions } = aHeldSession();
    await sessions.move(TENANT, 'vs_1', 'fail');
    expect(await change(RITA, ACCEPT, 1, 'rc_match_in_band')).toMatchObject({ status: 'decided' });
    const other = aHeldSession();
    other.sessions.sessions.clear();
    expect(await other.change(RITA, ACCEPT, 1, 'rc_match_in_band')).toMatchObject({ status: 'decided' });
  });

  it('never comes from a sample, whatever the session waits for', async () => {
    const { cases, change, sessions, status } = aHeldSession(['liveness_in_band']);
    cases.cases.push(aSampledCase({ id: 'rc_2', session: SESSION, assignee: 'rita', status: 'assigned' }));
    const before = sessions.stored(TENANT, 'vs_1');
    for (const finding of ['spoof', 'genuine', 'unclear'] as const) {
      const { revision = 1 } = cases.cases.find(({ id }) => id === 'rc_2') ?? {};
      await change(RITA, { name: 'decide', finding }, revision, 'rc_2');
      await change(OLIVIA, { name: 'reopen' }, undefined, 'rc_2');
      await change(RITA, take(RITA), undefined, 'rc_2');
    }
    expect(status()).toBe('in_review');
    expect(sessions.stored(TENANT, 'vs_1')).toEqual(before);
    expect(sessions.events).toEqual([]);
  });

  it('says nothing to the session before two agree', async () => {
    const { cases, change, status, sessions } = aHeldSession();
    const [only] = cases.cases;
    if (only) cases.cases[0] = { ...only, four_eyes: true };
    await change(RITA, ACCEPT, 1, 'rc_match_in_band');
    expect(status()).toBe('in_review');
    expect(sessions.events).toEqual([]);
  });
});

describe('a case about an enrollment that is denied', () => {
  const freeze = { at: NOON.toISOString(), reason: 'repudiated' } as const;
  const aDenial = async () => {
    const desk = aDesk({
      reason: 'repudiated',
      users: undefined,
      session: { id: 'vs_1', run: 1, user_id: 'user-1' },
    });
    const user = { kind: 'user', id: 'user-1' } as const;
    await desk.sessions.lockouts.update(TENANT, user, (ledger) => ({ ...ledger, frozen: freeze }));
    await desk.change(RITA, take(RITA));
    return { ...desk, frozen: async () => (await desk.sessions.lockouts.read(TENANT, user)).frozen };
  };

  it('releases the user if the person has enrolled after all', async () => {
    const { change, frozen } = await aDenial();
    expect(await change(RITA, { name: 'decide', finding: 'same_person' })).toMatchObject({
      status: 'decided',
    });
    expect(await frozen()).toBeUndefined();
  });

  it('leaves the user frozen otherwise', async () => {
    for (const finding of ['attack', 'decline'] as const) {
      const { change, frozen } = await aDenial();
      expect(await change(RITA, { name: 'decide', finding })).toMatchObject({ status: 'decided' });
      expect(await frozen()).toEqual(freeze);
    }
  });
});
