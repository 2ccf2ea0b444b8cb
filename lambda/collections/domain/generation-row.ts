import { createHash } from 'node:crypto';

/**
 * Rows per tenant that hold the roles of its generations, all with the same content. An enrollment checks
 * the row of its user in its transaction, so that enrollments of one tenant rarely share a row: DynamoDB
 * transactions conflict if they overlap on an item, even if both only check it.
 *
 * Model: 49.5 enrollments per second (99 % of the IndexFaces quota of 50) at 15 ms per transaction hold rows
 * for 49.5 x 0.015 = 0.74 s per second. With one row, an attempt conflicts with a probability of 0.74, and
 * 5 % of the enrollments need more than ten attempts (0.74^10). With 64 rows it is 0.74 / 64 = 1.2 %, and
 * ten conflicts in a row have a probability below 10^-19; at ten times the rate, 12 % and 10^-9.
 *
 * At most 99, because one transaction (100 items) writes all rows and the migration's own row. The number
 * is part of the stored data: if it grew, users of the added rows could not enroll after a migration.
 */
export const GENERATION_ROWS = 64;

/** Row, 0 to {@link GENERATION_ROWS} - 1, that transactions about a user check. */
export const generationRowOf = (userId: string): number =>
  createHash('sha256').update(userId, 'utf8').digest().readUInt32BE(0) % GENERATION_ROWS;
