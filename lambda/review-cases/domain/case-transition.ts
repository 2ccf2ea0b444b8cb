import { type CaseFinding, FINDINGS } from '../../kernel/case-finding.ts';
import { dueAfter, type GivenFinding, isOverdue, isWaiting, type ReviewCase } from './review-case.ts';

/** An operator's action on a case. */
export type CaseAction =
  | { readonly name: 'assign'; readonly assignee: string }
  | { readonly name: 'unassign' }
  | { readonly name: 'note'; readonly text: string }
  | { readonly name: 'decide'; readonly finding: CaseFinding; readonly note?: string | undefined }
  | { readonly name: 'reopen' };

export interface CaseActor {
  readonly subject: string;
  readonly isAdministrator: boolean;
}

/** Why an action was not taken. */
export type CaseRefusal =
  | 'decided'
  | 'closed'
  | 'not_decided'
  | 'assigned_to_other'
  | 'not_assigned'
  | 'not_assignee'
  | 'own_finding'
  | 'administrator_required'
  | 'finding_not_offered'
  | 'too_many_notes'
  | 'reopened_too_often';

/** The case afterwards, the same object if there was nothing to change, or why it stays as it is. */
export type CaseStep = { readonly after: ReviewCase } | { readonly refused: CaseRefusal };

/** A case is one item of DynamoDB, of at most 400 KB; a note has at most 1,000 characters of 3 bytes. */
export const MAX_NOTES = 50;
export const MAX_REOPENINGS = 10;

/** Takes an action on a case. This is the only place where the status of a case changes. */
export function caseTransition(
  current: ReviewCase,
  action: CaseAction,
  actor: CaseActor,
  now: Date,
): CaseStep {
  if (action.name === 'reopen') return reopen(current, actor, now);
  if (current.status === 'decided' || current.status === 'closed') return { refused: current.status };
  switch (action.name) {
    case 'assign':
      return assign(current, action.assignee, actor);
    case 'unassign':
      return unassign(current, actor);
    case 'note':
      return addNote(current, action.text, actor, now);
    case 'decide':
      return decide(current, action, actor, now);
  }
}

/** Marks a case as overdue, once; undefined if there is nothing to mark. */
export const escalate = (current: ReviewCase, now: Date): ReviewCase | undefined =>
  isOverdue(current, now) && current.escalated_at === undefined
    ? { ...current, escalated_at: now.toISOString(), revision: current.revision + 1 }
    : undefined;

/** Closes a case that needs no decision any more; undefined if nobody waits for one anyway. */
export function close(current: ReviewCase, now: Date): ReviewCase | undefined {
  if (!isWaiting(current)) return undefined;
  const { assignee: _nobody, ...unassigned } = current;
  return { ...unassigned, status: 'closed', closed_at: now.toISOString(), revision: current.revision + 1 };
}

const changed = (current: ReviewCase, changes: Partial<ReviewCase>): CaseStep => ({
  after: { ...current, ...changes, revision: current.revision + 1 },
});

/** Only administrators give a case to somebody else, or take it from somebody. */
function assign(current: ReviewCase, assignee: string, actor: CaseActor): CaseStep {
  if (current.assignee === assignee) return { after: current };
  if (hasGivenFinding(current, assignee)) return { refused: 'own_finding' };
  if (!actor.isAdministrator) {
    if (assignee !== actor.subject || current.status === 'disputed')
      return { refused: 'administrator_required' };
    if (current.assignee !== undefined) return { refused: 'assigned_to_other' };
  }
  return changed(current, { assignee, ...(current.status === 'open' ? { status: 'assigned' } : {}) });
}

function unassign(current: ReviewCase, actor: CaseActor): CaseStep {
  const { assignee, ...unassigned } = current;
  if (assignee === undefined) return { after: current };
  if (assignee !== actor.subject && !actor.isAdministrator) return { refused: 'assigned_to_other' };
  return changed(unassigned, current.status === 'assigned' ? { status: 'open' } : {});
}

function addNote(current: ReviewCase, text: string, { subject }: CaseActor, now: Date): CaseStep {
  if (current.notes.length >= MAX_NOTES) return { refused: 'too_many_notes' };
  return changed(current, { notes: [...current.notes, { by: subject, at: now.toISOString(), text }] });
}

function decide(
  current: ReviewCase,
  { finding, note }: { readonly finding: CaseFinding; readonly note?: string | undefined },
  actor: CaseActor,
  now: Date,
): CaseStep {
  const { assignee, ...unassigned } = current;
  if (!FINDINGS[current.reason].includes(finding)) return { refused: 'finding_not_offered' };
  if (hasGivenFinding(current, actor.subject)) return { refused: 'own_finding' };
  if (assignee !== actor.subject)
    return { refused: assignee === undefined ? 'not_assigned' : 'not_assignee' };
  if (current.status === 'disputed' && !actor.isAdministrator) return { refused: 'administrator_required' };
  const at = now.toISOString();
  const given = { finding, by: actor.subject, at, ...(note === undefined ? {} : { note }) };
  const status = statusAfter(current, given);
  return changed(unassigned, {
    status,
    findings: [...current.findings, given],
    ...(status === 'decided' ? { decision: { finding, decided_at: at } } : {}),
  });
}

/** One finding decides, or two that agree, or the administrator's after two that do not. */
function statusAfter({ four_eyes, findings }: ReviewCase, { finding }: GivenFinding) {
  const [first, second] = findings;
  if (!four_eyes || second) return 'decided';
  if (!first) return 'awaiting_second';
  return first.finding === finding ? 'decided' : 'disputed';
}

function reopen(current: ReviewCase, { subject, isAdministrator }: CaseActor, now: Date): CaseStep {
  const { decision, escalated_at: _ended, ...rest } = current;
  if (!isAdministrator) return { refused: 'administrator_required' };
  if (!decision) return { refused: 'not_decided' };
  if (current.earlier.length >= MAX_REOPENINGS) return { refused: 'reopened_too_often' };
  const ended = {
    findings: current.findings,
    decision,
    reopened_at: now.toISOString(),
    reopened_by: subject,
  };
  return changed(rest, {
    status: 'open',
    findings: [],
    earlier: [...current.earlier, ended],
    due_at: dueAfter(current.sla_hours, now),
  });
}

const hasGivenFinding = ({ findings }: ReviewCase, subject: string): boolean =>
  findings.some(({ by }) => by === subject);
