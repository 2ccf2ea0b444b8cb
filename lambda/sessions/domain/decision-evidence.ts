import { createHash } from 'node:crypto';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import type { Check } from '../../kernel/check.ts';
import type { VerificationSession } from './verification-session.ts';

type Evidence = Pick<VerificationSession, 'checks' | 'findings'>;

/**
 * Returns the SHA-256 of what a decision rests on, in lowercase hex: the measures, reasons and matches of the
 * checks, and the findings of people. Times and prices of the checks are not part of it.
 */
export const evidenceDigest = ({ checks, findings = [] }: Evidence): string =>
  createHash('sha256')
    .update(canonicalJson({ checks: mapped(checks), findings }))
    .digest('hex');

const mapped = (checks: Evidence['checks']): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(checks).map(([name, check]) => [name, judged(check)]));

const judged = ({
  status,
  reason_codes,
  measures,
  matches = [],
  searched_shards = [],
  copies = [],
}: Check) => ({
  status,
  reason_codes,
  measures,
  matches,
  searched_shards,
  copies,
});
