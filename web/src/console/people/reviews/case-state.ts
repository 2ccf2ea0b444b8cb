import { allows, type OperatorScope } from '../../shell/role.ts';
import type { ReviewCase } from './case-words.ts';

/** Who looks at a case. */
interface Viewer {
  readonly subject: string;
  readonly scope: OperatorScope;
}

/** What an operator may do with a case as it stands. The API decides; this says what to offer. */
export interface CaseChoices {
  readonly take: boolean;
  readonly giveBack: boolean;
  /** Give it to somebody else. */
  readonly assign: boolean;
  readonly viewImages: boolean;
  readonly addNote: boolean;
  readonly decide: boolean;
  readonly reopen: boolean;
}

/** Whether anybody still has to decide a case. */
export const isWaiting = ({ status }: Pick<ReviewCase, 'status'>): boolean =>
  status !== 'decided' && status !== 'closed';

/** Returns what an operator may do with a case. */
export function choicesOf(found: ReviewCase, { subject, scope }: Viewer): CaseChoices {
  const isReviewer = allows(scope, 'review');
  const isAdministrator = allows(scope, 'operate');
  const isOwn = found.assignee === subject;
  const waits = isWaiting(found);
  // of two who disagree neither decides
  const isOffered = found.status !== 'disputed' || isAdministrator;
  const hasFound = found.findings.some(({ by }) => by === subject);
  const isFree = found.assignee === undefined || isAdministrator;
  return {
    take: isReviewer && waits && !isOwn && isOffered && isFree && !hasFound,
    giveBack: isReviewer && waits && found.assignee !== undefined && (isOwn || isAdministrator),
    assign: isAdministrator && waits,
    viewImages: isReviewer,
    addNote: isReviewer && waits,
    decide: isReviewer && waits && isOwn && isOffered && !hasFound,
    reopen: isAdministrator && found.status === 'decided',
  };
}

/** Says how far a case is, and what it takes to decide it. */
export function standing(found: ReviewCase, { subject }: Pick<Viewer, 'subject'>): string {
  const { status, assignee, four_eyes, closed_at } = found;
  const holder = assignee === subject ? 'You work on it.' : 'Another operator works on it.';
  const who = assignee === undefined ? 'Nobody works on it.' : holder;
  switch (status) {
    case 'open':
    case 'assigned':
      return four_eyes ? `${who} Two operators must agree.` : `${who} One operator decides.`;
    case 'awaiting_second':
      return `${who} One operator has given a finding, which nobody sees. Another one has to give the second.`;
    case 'disputed':
      return `${who} Two operators disagree. An administrator who gave neither finding decides.`;
    case 'decided':
      return found.decision ? 'It is decided.' : 'It is over.';
    case 'closed':
      return closed_at === undefined
        ? 'Nobody has to decide it any more.'
        : 'Nobody has to decide it any more: its session has ended otherwise, or its images have expired.';
  }
}
