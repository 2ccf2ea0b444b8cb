import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CaseFinding,
  caseFinding,
  caseReason,
  FINDINGS,
} from '../../../../lambda/kernel/case-finding.ts';
import {
  type CaseAction,
  type CaseActor,
  type CaseRefusal,
  caseTransition,
  close,
  escalate,
  MAX_NOTES,
  MAX_REOPENINGS,
} from '../../../../lambda/review-cases/domain/case-transition.ts';
import {
  isOverdue,
  type ReviewCase,
  retainedUntil,
} from '../../../../lambda/review-cases/domain/review-case.ts';
import { aReviewCase } from '../../../support/lambda/a-review-case.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const RITA = { subject: 'rita', isAdministrator: false };
const RUTH = { subject: 'ruth', isAdministrator: false };
const OLIVIA = { subject: 'olivia', isAdministrator: true };
const LATER = minutesAfter(10);

type Step = readonly [CaseActor, CaseAction];
const takes = ({ subject }: CaseActor): CaseAction => ({ name: 'assign', assignee: subject });
const finds = (finding: CaseFinding): CaseAction => ({
  name: 'decide',
  finding,
});

/** The case after steps that are all taken. */
const stepsFrom = (begun: ReviewCase, ...steps: readonly Step[]): ReviewCase =>
  steps.reduce((current, [actor, action]) => {
    const step = caseTransition(current, action, actor, LATER);
    if ('refused' in step) throw new Error(`${action.name} by ${actor.subject} was refused: ${step.refused}`);
    return step.after;
  }, begun);
const refusal = (current: ReviewCase, actor: CaseActor, action: CaseAction): CaseRefusal | undefined => {
  const step = caseTransition(current, action, actor, LATER);
  return 'refused' in step ? step.refused : undefined;
};

describe('assigning', () => {
  it('takes a case, and gives it back', () => {
    const taken = stepsFrom(aReviewCase(), [RITA, takes(RITA)]);
    expect(taken).toMatchObject({ status: 'assigned', assignee: 'rita', revision: 2 });
    const { assignee, ...open } = stepsFrom(taken, [RITA, { name: 'unassign' }]);
    expect(open).toEqual({ ...aReviewCase(), revision: 3 });
    expect(assignee).toBeUndefined();
  });

  it('changes nothing the second time', () => {
    const taken = stepsFrom(aReviewCase(), [RITA, takes(RITA)]);
    expect(stepsFrom(taken, [RITA, takes(RITA)])).toBe(taken);
    expect(stepsFrom(aReviewCase(), [RITA, { name: 'unassign' }])).toEqual(aReviewCase());
  });

  it('to others, and away from others, is for administrators', () => {
    const taken = stepsFrom(aReviewCase(), [RITA, takes(RITA)]);
    expect(refusal(taken, RUTH, takes(RUTH))).toBe('assigned_to_other');
    expect(refusal(taken, RUTH, { name: 'unassign' })).toBe('assigned_to_other');
    expect(refusal(aReviewCase(), RITA, takes(RUTH))).toBe('administrator_required');
    expect(stepsFrom(taken, [OLIVIA, takes(RUTH)]).assignee).toBe('ruth');
    expect(stepsFrom(taken, [OLIVIA, { name: 'unassign' }]).status).toBe('open');
  });
});

describe('deciding', () => {
  it('is for the operator who has the case', () => {
    expect(refusal(aReviewCase(), RITA, finds('attack'))).toBe('not_assigned');
    const taken = stepsFrom(aReviewCase(), [RUTH, takes(RUTH)]);
    expect(refusal(taken, RITA, finds('attack'))).toBe('not_assignee');
    expect(refusal(taken, OLIVIA, finds('attack'))).toBe('not_assignee');
  });

  it('ends the case with the finding, by whom and when', () => {
    const action = { name: 'decide', finding: 'allow_pair', note: 'twins' } as const;
    const decided = stepsFrom(aReviewCase(), [RITA, takes(RITA)], [RITA, action]);
    const at = LATER.toISOString();
    expect(decided).toMatchObject({
      status: 'decided',
      findings: [{ finding: 'allow_pair', by: 'rita', at, note: 'twins' }],
      decision: { finding: 'allow_pair', decided_at: at },
    });
    expect(decided).not.toHaveProperty('assignee');
    expect(refusal(decided, OLIVIA, finds('attack'))).toBe('decided');
  });

  it('takes the findings that answer the reason, and no other', () => {
    for (const reason of caseReason.options)
      for (const finding of caseFinding.options) {
        const taken = aReviewCase({ reason, status: 'assigned', assignee: 'rita' });
        const isOffered = FINDINGS[reason].includes(finding);
        expect(refusal(taken, RITA, { name: 'decide', finding })).toBe(
          isOffered ? undefined : 'finding_not_offered',
        );
      }
    expect(new Set(Object.values(FINDINGS).flat())).toEqual(new Set(caseFinding.options));
  });
});

describe('four eyes', () => {
  const first = stepsFrom(aReviewCase({ four_eyes: true }), [RITA, takes(RITA)], [RITA, finds('allow_pair')]);

  it('wait for another operator after the first finding', () => {
    expect(first).toMatchObject({ status: 'awaiting_second' });
    expect(first).not.toHaveProperty('assignee');
    expect(first).not.toHaveProperty('decision');
    expect(refusal(first, RITA, takes(RITA))).toBe('own_finding');
    expect(refusal(first, OLIVIA, takes(RITA))).toBe('own_finding');
    expect(refusal({ ...first, assignee: 'rita' }, RITA, finds('allow_pair'))).toBe('own_finding');
    expect(stepsFrom(first, [RUTH, takes(RUTH)], [RUTH, { name: 'unassign' }]).status).toBe(
      'awaiting_second',
    );
  });

  it('decide when two agree', () => {
    const decided = stepsFrom(first, [RUTH, takes(RUTH)], [RUTH, finds('allow_pair')]);
    expect(decided).toMatchObject({ status: 'decided', decision: { finding: 'allow_pair' } });
    expect(decided.findings.map(({ by }) => by)).toEqual(['rita', 'ruth']);
  });

  it('leave it to an administrator when two disagree', () => {
    const disputed = stepsFrom(first, [RUTH, takes(RUTH)], [RUTH, finds('attack')]);
    expect(disputed).toMatchObject({ status: 'disputed' });
    const ROB = { subject: 'rob', isAdministrator: false };
    expect(refusal(disputed, ROB, takes(ROB))).toBe('administrator_required');
    // an administrator cannot know the role of whom the case is given to
    const given = stepsFrom(disputed, [OLIVIA, takes(ROB)]);
    expect(refusal(given, ROB, finds('attack'))).toBe('administrator_required');
    const decided = stepsFrom(disputed, [OLIVIA, takes(OLIVIA)], [OLIVIA, finds('same_person')]);
    expect(decided).toMatchObject({ status: 'decided', decision: { finding: 'same_person' } });
  });

  it('are not those of an administrator who was one of the two', () => {
    const disputed = stepsFrom(
      aReviewCase({ four_eyes: true }),
      [OLIVIA, takes(OLIVIA)],
      [OLIVIA, finds('attack')],
      [RITA, takes(RITA)],
      [RITA, finds('allow_pair')],
    );
    expect(refusal(disputed, OLIVIA, takes(OLIVIA))).toBe('own_finding');
  });
});

describe('reopening', () => {
  const decided = stepsFrom(
    aReviewCase({ escalated_at: NOON.toISOString() }),
    [RITA, takes(RITA)],
    [RITA, finds('attack')],
  );

  it('begins again, and keeps what was decided', () => {
    const reopened = stepsFrom(decided, [OLIVIA, { name: 'reopen' }]);
    expect(reopened).toMatchObject({
      status: 'open',
      findings: [],
      due_at: new Date(LATER.getTime() + 86_400_000).toISOString(),
      earlier: [{ findings: decided.findings, decision: decided.decision, reopened_by: 'olivia' }],
    });
    for (const ended of ['decision', 'escalated_at', 'assignee']) expect(reopened).not.toHaveProperty(ended);
  });

  it('is for administrators, of a decided case, and not forever', () => {
    expect(refusal(decided, RITA, { name: 'reopen' })).toBe('administrator_required');
    expect(refusal(aReviewCase(), OLIVIA, { name: 'reopen' })).toBe('not_decided');
    const [once] = stepsFrom(decided, [OLIVIA, { name: 'reopen' }]).earlier;
    const often = { ...decided, earlier: Array.from({ length: MAX_REOPENINGS }, () => once as never) };
    expect(refusal(often, OLIVIA, { name: 'reopen' })).toBe('reopened_too_often');
  });
});

it('takes notes until the case is decided, and so many', () => {
  const write = { name: 'note', text: 'asked for another document' } as const;
  const noted = stepsFrom(aReviewCase(), [RITA, write]);
  expect(noted.notes).toEqual([{ by: 'rita', at: LATER.toISOString(), text: write.text }]);
  const [note] = noted.notes;
  const full = { ...noted, notes: Array.from({ length: MAX_NOTES }, () => note as never) };
  expect(refusal(full, RITA, write)).toBe('too_many_notes');
  expect(refusal(aReviewCase({ status: 'decided' }), RITA, write)).toBe('decided');
});

it('marks a case as overdue once', () => {
  const overdue = aReviewCase({ due_at: LATER.toISOString() });
  expect(escalate(overdue, NOON)).toBeUndefined();
  const escalated = escalate(overdue, LATER);
  expect(escalated).toEqual({ ...overdue, revision: 2, escalated_at: LATER.toISOString() });
  expect(escalate(escalated as ReviewCase, minutesAfter(20))).toBeUndefined();
  expect(escalate({ ...overdue, status: 'decided' }, LATER)).toBeUndefined();
});

describe('whatever operators do, in any order', () => {
  const actors = fc.constantFrom(RITA, RUTH, OLIVIA, { subject: 'otto', isAdministrator: true });
  const actions = fc.oneof(
    actors.map(takes),
    fc.constantFrom<CaseAction>({ name: 'unassign' }, { name: 'reopen' }, { name: 'note', text: 'x' }),
    fc
      .constantFrom('allow_pair', 'attack', 'same_person', 'decline')
      .map((finding) => finds(finding as 'attack')),
  );
  const walks = fc.array(fc.tuple(actors, actions), { maxLength: 60 });

  it('a case is decided by one finding, two that agree, or the third of an administrator', () => {
    fc.assert(
      fc.property(fc.boolean(), walks, (four_eyes, steps) => {
        let current = aReviewCase({ four_eyes });
        for (const [actor, action] of steps) {
          const step = caseTransition(current, action, actor, LATER);
          if ('refused' in step || step.after === current) continue;
          expect(step.after.revision).toBe(current.revision + 1);
          current = step.after;
          const { status, findings, decision, assignee } = current;
          expect(new Set(findings.map(({ by }) => by)).size).toBe(findings.length);
          expect(status === 'decided').toBe(decision !== undefined);
          if (status === 'open') expect(assignee).toBeUndefined();
          if (status === 'assigned') expect(assignee).toBeDefined();
          if (status !== 'decided') continue;
          expect(assignee).toBeUndefined();
          expect(findings.at(-1)?.finding).toBe(decision?.finding);
          if (!four_eyes) expect(findings).toHaveLength(1);
          else if (findings.length === 2) expect(findings[0]?.finding).toBe(findings[1]?.finding);
          else expect(['olivia', 'otto']).toContain(findings[2]?.by);
        }
      }),
    );
  });

  it('every case that is not decided can be', () => {
    fc.assert(
      fc.property(fc.boolean(), walks, (four_eyes, steps) => {
        let current = aReviewCase({ four_eyes });
        const move = (actor: CaseActor, action: CaseAction) => {
          const step = caseTransition(current, action, actor, LATER);
          if ('after' in step) current = step.after;
        };
        for (const [actor, action] of steps) move(actor, action);
        // three administrators who have not decided: one more than any case needs
        for (const subject of ['a', 'b', 'c']) {
          const actor = { subject, isAdministrator: true };
          move(actor, takes(actor));
          move(actor, finds('attack'));
        }
        expect(current.status).toBe('decided');
      }),
    );
  });
});

describe('a case whose session has ended otherwise', () => {
  const taken = stepsFrom(aReviewCase(), [RITA, takes(RITA)]);
  const closed = close(taken, LATER) as ReviewCase;

  it('is closed undecided, and belongs to nobody', () => {
    const { assignee, ...unassigned } = taken;
    expect(assignee).toBe('rita');
    expect(closed).toEqual({
      ...unassigned,
      status: 'closed',
      revision: 3,
      closed_at: LATER.toISOString(),
    });
    expect(isOverdue(closed, minutesAfter(100 * 24 * 60))).toBe(false);
    expect(retainedUntil(closed)).toEqual(minutesAfter(10 + 400 * 24 * 60));
  });

  it('takes no action any more, and is closed once', () => {
    const actions: CaseAction[] = [
      takes(RITA),
      { name: 'unassign' },
      { name: 'note', text: 'x' },
      finds('attack'),
    ];
    for (const action of actions) expect(refusal(closed, RITA, action)).toBe('closed');
    expect(refusal(closed, OLIVIA, { name: 'reopen' })).toBe('not_decided');
    expect(close(closed, LATER)).toBeUndefined();
  });

  it('stays decided where it was', () => {
    expect(close(stepsFrom(taken, [RITA, finds('attack')]), LATER)).toBeUndefined();
  });
});
