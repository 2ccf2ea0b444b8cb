import { Logger } from '@aws-lambda-powertools/logger';
import { loggedError } from './logged-error.ts';

/**
 * Every log message of the functions. A line carries ids of sessions
 * and requests; never a user id, an image, a token, a score, or a whole event.
 */
export const LOG_MESSAGES = {
  requestFailed: 'Request failed',
  callNotCounted: 'Limit of calls not checked, so the call was let through',
  waitSlotFailed: 'Place of a waiting call not written; the call does not wait, or its place ends by itself',
  auditEntryNotWritten: 'Audit entry not written, so the call was refused',
  auditEndNotWritten: 'End of an audited call not written; its entry shows the outcome as unknown',
  taskFailed: 'Workflow task failed',
  triggerFailed: 'Trigger of the user pool failed, and with it the sign-in',
  eventUnreadable: 'Row that should be an event of a session not read, so nobody hears of it',
  ledgerRowUnreadable: 'Row that the ledger should hold not read, so it is not chained',
  ledgerNotChained: 'Rows of a tenant not chained; they come again',
  ledgerNotSealed: 'End of a chain not sealed; the schedule does it',
  shadowReadFailed: 'Search of the new generation gave no answer',
  interruptedRegistrationUndone: 'Interrupted registration undone',
  interruptedIndexJobEnded: 'Interrupted index job ended',
} as const;

interface LogFields {
  readonly request_id?: string;
  readonly route?: string;
  readonly task?: string;
  readonly session_id?: string;
  readonly job_id?: string;
}

export interface Log {
  info(message: keyof typeof LOG_MESSAGES, fields: LogFields): void;
  error(message: keyof typeof LOG_MESSAGES, fields: LogFields, error: unknown): void;
}

const logger = new Logger({ persistentKeys: { stage: process.env.STAGE } });

/** Logs JSON lines to CloudWatch Logs; errors keep their cause, and no data that was attached to them. */
export const log: Log = {
  info: (message, fields) => logger.info(LOG_MESSAGES[message], { code: message, ...fields }),
  error: (message, fields, error) =>
    logger.error(LOG_MESSAGES[message], {
      code: message,
      ...fields,
      error: loggedError(error),
    }),
};
