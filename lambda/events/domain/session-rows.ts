import type { SessionEventType } from '../../sessions/domain/session-event.ts';
import type { CatalogRow } from './catalog-row.ts';

const row = (
  summary: string,
  client: string,
  metrics: CatalogRow['metrics'],
  ledger?: CatalogRow['ledger'],
): CatalogRow => ({
  summary,
  subject: 'session',
  webhook: true,
  metrics,
  client,
  ...(ledger ? { ledger } : {}),
});

/** Rows of the events of sessions. */
export const SESSION_ROWS = {
  'verification_session.created': row('a session was created', '`requires_input`', [
    'VerificationSessionCreated',
  ]),
  'verification_session.liveness_started': row('a liveness check was created', '`requires_input`', [
    'LivenessSessionCreated',
  ]),
  'verification_session.liveness_passed': row('the result of a liveness check was read', '`requires_input`', [
    'LivenessChecked',
  ]),
  'verification_session.liveness_failed': row(
    'a liveness check failed, and another one may be tried',
    '`requires_input` with the attempts that remain',
    ['LivenessChecked'],
  ),
  'verification_session.alternative_path_taken': row(
    'a person asked for another path than the usual liveness check',
    '`requires_input` with `alternative_path`',
    ['AlternativePathTaken'],
  ),
  'verification_session.submitted': row('a decision was asked for', '`processing`', [
    'VerificationSubmitted',
  ]),
  'verification_session.resubmitted': row('a decision was asked for again after an outage', '`processing`', [
    'VerificationResubmitted',
  ]),
  'verification_session.requires_input': row(
    'a document failed, and its person may try another one; the event reports the run that ended',
    '`requires_input` with `last_error`',
    ['AttemptFailed'],
  ),
  'verification_session.held': row(
    'a session waits for a person, or for one more answer of one',
    '`in_review` with the time until which it should be decided',
    ['VerificationHeld'],
    'decision',
  ),
  'verification_session.finding_recorded': row(
    'one of several questions was answered by a person',
    '`in_review`',
    ['ReviewCaseDecided'],
    'review',
  ),
  'verification_session.resumed': row(
    'a session is decided again with the findings of people',
    '`processing`',
    ['ReviewCaseDecided'],
    'review',
  ),
  'verification_session.approved': row(
    'a session was approved',
    '`approved`',
    ['VerificationDecided'],
    'decision',
  ),
  'verification_session.declined': row(
    'a session was declined',
    '`declined` with a message that names no check',
    ['VerificationDecided', 'VerificationReason'],
    'decision',
  ),
  'verification_session.failed': row(
    'an outage or a fault ended a session',
    '`error`, and until when it can be resumed',
    ['VerificationDecided', 'VerificationIncomplete', 'VerificationReason'],
    'decision',
  ),
  'verification_session.canceled': row('a session was canceled before it was submitted', '`canceled`', [
    'VerificationDecided',
    'VerificationIncomplete',
  ]),
  'verification_session.expired': row(
    'the time of a session ended, and its person had done nothing',
    '`expired`',
    ['VerificationDecided', 'VerificationIncomplete'],
  ),
  'verification_session.abandoned': row(
    'the time of a session ended, and its person had done at least one step',
    '`abandoned`',
    ['VerificationDecided', 'VerificationIncomplete'],
  ),
} as const satisfies Readonly<Record<SessionEventType, CatalogRow>>;
