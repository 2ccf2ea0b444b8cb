import { outboxEventOf } from '../../kernel/make-outbox-event.ts';
import type { OutboxEvent } from '../../kernel/outbox-event.ts';
import type { ReviewCase } from './review-case.ts';

/**
 * Returns the event of a change of a case; undefined for one that only its operators hear of, such as a note.
 * @param before undefined for a new case
 */
export function eventOfCase(before: ReviewCase | undefined, after: ReviewCase): OutboxEvent | undefined {
  const { tenant, id, revision, reason, session, due_at, decision } = after;
  const about = { reason, session_id: session?.id, user_id: session?.user_id };
  const reported = (at: string) => ({ id: `${id}-${revision}`, tenant, subject: id, at: new Date(at) });
  if (!before) return outboxEventOf('review_case.opened', reported(after.opened_at), { ...about, due_at });
  if (after.earlier.length > before.earlier.length) {
    const reopenedAt = after.earlier.at(-1)?.reopened_at ?? after.opened_at;
    return outboxEventOf('review_case.opened', reported(reopenedAt), { ...about, due_at });
  }
  if (decision && !before.decision) {
    const { finding, decided_at } = decision;
    return outboxEventOf('review_case.decided', reported(decided_at), { ...about, finding });
  }
  if (after.closed_at !== undefined && before.closed_at === undefined)
    return outboxEventOf('review_case.closed', reported(after.closed_at), about);
  if (after.escalated_at !== undefined && before.escalated_at === undefined)
    return outboxEventOf('review_case.overdue', reported(after.escalated_at), { ...about, due_at });
  return undefined;
}
