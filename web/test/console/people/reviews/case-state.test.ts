import { describe, expect, it } from 'vitest';
import { choicesOf, isWaiting, standing } from '../../../../src/console/people/reviews/case-state.ts';
import type { ReviewCase } from '../../../../src/console/people/reviews/case-words.ts';

const OPENED = '2026-03-01T14:00:00.000Z';
const aCase = (changes: Partial<ReviewCase> = {}): ReviewCase => ({
  id: 'rc_1',
  reason: 'possible_duplicate',
  status: 'open',
  revision: 1,
  opened_at: OPENED,
  due_at: OPENED,
  four_eyes: false,
  notes: [],
  findings: [],
  earlier: [],
  overdue: false,
  possible_findings: ['allow_pair', 'same_person'],
  ...changes,
});
const finding = (by: string) => ({ finding: 'attack', by, at: OPENED }) as const;
const choices = (found: ReviewCase, scope: 'view' | 'review' | 'operate') =>
  Object.entries(choicesOf(found, { subject: 'me', scope }))
    .filter(([, may]) => may)
    .map(([name]) => name);

describe('a review case', () => {
  it('offers viewers nothing', () => {
    for (const status of ['open', 'assigned', 'disputed', 'decided'] as const)
      expect(choices(aCase({ status, assignee: 'me' }), 'view')).toEqual([]);
  });

  it('is taken before it is decided', () => {
    expect(choices(aCase(), 'review')).toEqual(['take', 'viewImages', 'addNote']);
    const mine = aCase({ status: 'assigned', assignee: 'me' });
    expect(choices(mine, 'review')).toEqual(['giveBack', 'viewImages', 'addNote', 'decide']);
  });

  it('belongs to one operator, but administrators take it from anybody', () => {
    const taken = aCase({ status: 'assigned', assignee: 'another' });
    expect(choices(taken, 'review')).toEqual(['viewImages', 'addNote']);
    expect(choices(taken, 'operate')).toEqual(['take', 'giveBack', 'assign', 'viewImages', 'addNote']);
  });

  it('is left to an administrator who gave neither finding once two disagree', () => {
    const disputed = aCase({
      status: 'disputed',
      four_eyes: true,
      findings: [finding('one'), finding('two')],
    });
    expect(choices(disputed, 'review')).toEqual(['viewImages', 'addNote']);
    expect(choices(disputed, 'operate')).toContain('take');
    const own = { ...disputed, findings: [finding('me'), finding('two')] };
    expect(choices(own, 'operate')).not.toContain('take');
  });

  it('takes no notes once it is over, and is reopened by administrators', () => {
    expect(choices(aCase({ status: 'decided' }), 'review')).toEqual(['viewImages']);
    expect(choices(aCase({ status: 'decided' }), 'operate')).toEqual(['viewImages', 'reopen']);
    expect(choices(aCase({ status: 'closed' }), 'operate')).toEqual(['viewImages']);
  });

  it('waits for a person until it is decided or closed', () => {
    expect(isWaiting({ status: 'awaiting_second' })).toBe(true);
    expect(isWaiting({ status: 'closed' })).toBe(false);
  });

  it('says how far it is', () => {
    const says = (changes: Partial<ReviewCase>) => standing(aCase(changes), { subject: 'me' });
    expect(says({})).toBe('Nobody works on it. One operator decides.');
    expect(says({ assignee: 'me', status: 'assigned', four_eyes: true })).toBe(
      'You work on it. Two operators must agree.',
    );
    expect(says({ assignee: 'another', status: 'awaiting_second' })).toContain(
      'Another operator works on it.',
    );
    expect(says({ status: 'disputed' })).toContain('disagree');
    expect(says({ status: 'decided', decision: { finding: 'attack', decided_at: OPENED } })).toBe(
      'It is decided.',
    );
    expect(says({ status: 'closed', closed_at: OPENED })).toContain('ended otherwise');
  });
});
