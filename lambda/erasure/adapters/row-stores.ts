import { creationTimeOf } from '../../kernel/identifier.ts';
import {
  allowedPairKey,
  imageClaimKey,
  livenessLabelKey,
  lockoutKey,
  reviewCaseKey,
  reviewPairKey,
  userClaimKey,
  userErasureKey,
} from '../../platform/dynamo-keys.ts';
import { reviewCase } from '../../review-cases/domain/review-case.ts';
import { stops } from '../../tombstones/domain/tombstone.ts';
import type { ErasureStore, ErasureSubject } from '../ports/erasure-store.ts';
import type { Row, Rows } from './dynamo-rows.ts';

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Whether a row is older than an erasure: by the session that it is of, or by its own time or id. */
function isOlder(row: Row, { erased_at }: ErasureSubject): boolean {
  const own = [row.id, row.sk.split('#').at(-1)]
    .map(text)
    .find((id) => id !== undefined && creationTimeOf(id));
  const time = [row.occurred_at, row.opened_at, row.found_at, row.recorded_at, row.last_interaction_at]
    .map(text)
    .find(Boolean);
  const created_at = time ?? (own === undefined ? undefined : creationTimeOf(own)?.toISOString());
  return stops(erased_at, {
    session_id: text(row.session_id) ?? '',
    ...(created_at === undefined ? {} : { created_at }),
  });
}

/** Reports of what an erasure does itself, after it began; the last one is gone within a day. */
const OWN_REPORTS: readonly unknown[] = ['erasure.requested', 'erasure.overdue', 'enrollment.removed'];
const isLastReport = (row: Row): boolean => row.type === 'erasure.completed';

/**
 * Rows that the index of users finds, and with a case its label and the row that makes it happen once.
 * Answers to requests that name no user are found by their session.
 */
export const createIndexedRowsStore = (rows: Rows): ErasureStore<Row> => ({
  name: 'indexed_rows',
  async find(subject, { session_ids }) {
    const found: Row[] = [];
    for (const owner of [subject.user_id, ...session_ids])
      found.push(...(await rows.ofUser(subject.tenant, owner)));
    return found.filter(
      (row) => !isLastReport(row) && (OWN_REPORTS.includes(row.type) || isOlder(row, subject)),
    );
  },
  async remove({ tenant }, found) {
    for (const row of found) {
      await rows.delete(companionsOf(tenant, row));
      await rows.delete([row]);
    }
  },
});

function companionsOf(tenant: string, row: Row): readonly Pick<Row, 'pk' | 'sk'>[] {
  const ofCase = text(row.case_id);
  if (ofCase !== undefined) return [reviewCaseKey(tenant, ofCase), livenessLabelKey(tenant, ofCase)];
  const parsed = reviewCase.safeParse(row);
  if (!parsed.success) return [];
  const { id, users, reason } = parsed.data;
  const pair = users?.map(({ user_id }) => user_id);
  return [livenessLabelKey(tenant, id), ...(pair ? [reviewPairKey(tenant, reason, pair)] : [])];
}

/** Receipts of consents, which prove what the person has consented to, and stay. */
const CONSENTS = 'consent#';

interface Failure {
  readonly at?: unknown;
  readonly user_id?: unknown;
}
const failuresOf = ({ failures }: Row): readonly Failure[] => (Array.isArray(failures) ? failures : []);
const isOwnFailure = ({ at, user_id }: Failure, subject: ErasureSubject): boolean =>
  user_id === subject.user_id && Number(at) <= subject.erased_at.getTime();

/**
 * Rows in the partition of the user, without those of a later enrollment or consent, and the user's failures
 * among those of a device.
 */
export const createUserRowsStore = (rows: Rows): ErasureStore<Row> => ({
  name: 'user_rows',
  async find(subject, { device_ids }) {
    const { tenant, user_id } = subject;
    const { pk, sk: erasure } = userErasureKey(tenant, user_id);
    const found = (await rows.ofPartition(pk)).filter(
      (row) => row.sk !== erasure && !row.sk.startsWith(CONSENTS) && isOlder(row, subject),
    );
    for (const id of device_ids)
      for (const row of await rows.ofPartition(lockoutKey(tenant, { kind: 'device', id }).pk))
        if (failuresOf(row).some((failure) => isOwnFailure(failure, subject))) found.push(row);
    return found;
  },
  async remove(subject, found) {
    const { tenant, user_id } = subject;
    for (const row of found) {
      if (row.pk !== userErasureKey(tenant, user_id).pk) {
        const failures = failuresOf(row).filter((failure) => !isOwnFailure(failure, subject));
        await rows.replace(row, { ...row, failures });
        continue;
      }
      const other = text(row.other_user_id);
      // the pair of the other user first: the row leads to it
      if (other !== undefined) await rows.delete([allowedPairKey(tenant, other, user_id)]);
      const image = row.sk.startsWith(userClaimKey(tenant, user_id).sk) ? text(row.image_sha256) : undefined;
      if (image !== undefined) await rows.delete([imageClaimKey(tenant, image)]);
      await rows.delete([row]);
    }
  },
});
