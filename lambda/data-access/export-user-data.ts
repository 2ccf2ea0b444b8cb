import { lockoutAt } from '../abuse/domain/lockout.ts';
import type { LockoutLedgerStore } from '../abuse/ports/lockout-ledger.ts';
import type { AllowedPairs } from '../allowed-pairs/ports/allowed-pairs.ts';
import { listConsents } from '../consents/list-consents.ts';
import type { ConsentReceipts } from '../consents/ports/consent-receipts.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { LastInteractions } from '../enrollment/ports/last-interactions.ts';
import { type Caller, mayActFor } from '../kernel/caller.ts';
import { toPage } from '../kernel/page.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import type { RetentionSettings } from '../retention/contract.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import type { DataExportQuery, UserDataExport } from './contract.ts';
import {
  CATEGORIES,
  imagesOfSession,
  toExportedConsent,
  toExportedFaces,
  toExportedSession,
} from './domain/data-export.ts';

export interface ExportUserDataDependencies {
  readonly sessions: Pick<SessionStore, 'list'>;
  readonly receipts: Pick<ConsentReceipts, 'ofUser'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfUser'>;
  readonly interactions: LastInteractions;
  readonly lockouts: Pick<LockoutLedgerStore, 'read'>;
  readonly pairs: Pick<AllowedPairs, 'pairedWith'>;
  readonly settings: Pick<RetentionSettings, 'templateDays' | 'imageDays'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/**
 * Returns what is stored about a user (GDPR, article 15): the person's own view of sessions, receipts of
 * consents, faces without vectors, images by their ids, lockout, and until when each is kept. Scores,
 * thresholds, findings of fraud and other people are left out.
 * @throws Problem `forbidden` to a person who asks about somebody else
 */
export async function exportUserData(
  caller: Caller,
  userId: string,
  { limit, cursor }: DataExportQuery,
  dependencies: ExportUserDataDependencies,
): Promise<UserDataExport> {
  const { sessions, receipts, mappings, interactions, lockouts, pairs, settings, clock, emit } = dependencies;
  if (!mayActFor(caller, userId)) throw new Problem('forbidden', 'a person may export their own data only');
  const { tenant } = caller;
  const [page, consents, enrolled, recognizedAt, ledger, paired] = await Promise.all([
    sessions.list(tenant, { userId, livemode: true }, limit, cursor),
    listConsents(caller, userId, { receipts }),
    mappings.listOfUser(tenant, userId),
    interactions.get(tenant, userId),
    lockouts.read(tenant, { kind: 'user', id: userId }),
    pairs.pairedWith(tenant, userId),
  ]);
  const now = clock();
  const lockout = lockoutAt(ledger, now);
  const state = !lockout.locked ? 'open' : 'blocked' in lockout ? 'blocked' : 'timed_out';
  const own = toExportedFaces(enrolled, recognizedAt, settings);
  const { data, ...rest } = toPage(
    page.sessions.map((session) => toExportedSession(session, now)),
    page.lastId,
  );
  emit('DataExported', 1, {});
  return {
    user_id: userId,
    exported_at: now.toISOString(),
    sessions: data,
    ...rest,
    consents: consents.data.map(toExportedConsent),
    faces: own.faces,
    pictures: [...own.images, ...page.sessions.flatMap((session) => imagesOfSession(session, settings, now))],
    lockout: {
      state,
      locked_until:
        state === 'timed_out' && ledger.locked_until !== undefined
          ? new Date(ledger.locked_until).toISOString()
          : null,
    },
    allowed_pairs: paired.size,
    ...(own.last === undefined ? {} : { last_interaction_at: own.last }),
    categories: CATEGORIES,
  };
}
