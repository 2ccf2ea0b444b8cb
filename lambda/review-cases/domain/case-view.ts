import * as z from 'zod/mini';
import { caseFinding, FINDINGS } from '../../kernel/case-finding.ts';
import { givenFinding, isOverdue, type ReviewCase, reviewCase } from './review-case.ts';

/** The operators' view of a case. */
export const reviewCaseView = z
  .extend(
    z.omit(reviewCase, { tenant: true, sla_hours: true, retention_days: true, label_retention_days: true }),
    {
      overdue: z.boolean().check(z.describe('Whether it should have been decided by now.')),
      possible_findings: z.array(caseFinding).check(z.describe('Findings that answer its reason.')),
      findings: z
        .array(givenFinding)
        .check(z.describe('Empty while the case waits for the finding of a second operator.')),
      proposed_watchlist_entry: z
        .optional(z.object({ session_id: z.string() }))
        .check(
          z.describe(
            'Present after the finding `attack` about a person who showed their face: post it, with a reason and a source, to the entries of a watchlist.',
          ),
        ),
    },
  )
  .register(z.globalRegistry, { id: 'ReviewCase' });
export type ReviewCaseView = z.infer<typeof reviewCaseView>;

/** Returns the view of a case; nobody sees a first finding before there is a second one. */
export function toCaseView(stored: ReviewCase, now: Date): ReviewCaseView {
  const { tenant: _own, sla_hours: _counted, findings, ...kept } = stored;
  const { retention_days: _days, label_retention_days: _labels, ...view } = kept;
  // a document without a face gives a list nothing to find again
  const showedFace = stored.reason !== 'alternative_path';
  const attacker = showedFace && stored.decision?.finding === 'attack' ? stored.session : undefined;
  return {
    ...view,
    overdue: isOverdue(stored, now),
    possible_findings: [...FINDINGS[stored.reason]],
    findings: stored.status === 'awaiting_second' ? [] : findings,
    ...(attacker ? { proposed_watchlist_entry: { session_id: attacker.id } } : {}),
  };
}
