import type { Caller } from '../kernel/caller.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { invalidRequest, Problem } from '../kernel/problem.ts';
import { actorOf } from './consent-access.ts';
import type { SessionConsent } from './contract.ts';
import type { ConsentPurpose } from './domain/consent-purpose.ts';
import { type ConsentReceipt, isValid, type PinnedConsent, receiptIdOf } from './domain/consent-receipt.ts';
import { type DrawUpReceiptDependencies, drawUpReceipt } from './draw-up-receipt.ts';
import { requireText } from './get-consent-text.ts';
import type { ConsentReceipts } from './ports/consent-receipts.ts';
import { withdrawnProblem } from './require-consent.ts';

export interface PinConsentDependencies extends DrawUpReceiptDependencies {
  readonly receipts: Pick<ConsentReceipts, 'get' | 'ofUser'>;
  readonly emit: EmitMetric;
}

/** The session that is being created. */
export interface ConsentingSession {
  readonly id: string;
  readonly tenant: string;
  readonly user_id: string;
  readonly livemode: boolean;
  readonly purpose: ConsentPurpose;
}

/**
 * Returns the consent of a new session: a receipt that is written with it, or the valid one for the same text
 * or of the id that the request names. A test session has the text alone.
 * @throws Problem `consent_missing`, `consent_text_unknown`, `consent_withdrawn` or `invalid_request`
 */
export async function pinConsent(
  caller: Caller,
  consent: SessionConsent,
  session: ConsentingSession,
  dependencies: PinConsentDependencies,
): Promise<PinnedConsent> {
  if ('receipt_id' in consent) return pinReceipt(consent.receipt_id, session, dependencies);
  requireGiven(consent);
  const { given: _given, channel, ...shown } = consent;
  const { clock, emit } = dependencies;
  const { id, tenant, user_id, livemode, purpose } = session;
  const given_at = clock().toISOString();
  try {
    if (!livemode) {
      const { entry } = await requireText(tenant, shown.notice_version, { ...shown, purpose }, dependencies);
      return {
        consent: { given_at, notice_version: shown.notice_version, text_sha256: entry.sha256 },
      };
    }
    const { receipt, standing } = await drawUpReceipt(
      shown,
      {
        tenant,
        id: receiptIdOf(id),
        user_id,
        purpose,
        channel,
        recorded_by: actorOf(caller, user_id),
        session_id: id,
      },
      dependencies,
    );
    const pinned = { ...pinnedBy(standing ?? receipt), given_at };
    return { consent: pinned, ...(standing ? { standing } : { given: receipt }) };
  } catch (error) {
    if (error instanceof Problem && error.code === 'consent_text_unknown')
      emit('ConsentRefused', 1, { Step: 'session' });
    throw error;
  }
}

/** Refuses a request whose person does not consent. @throws Problem `consent_missing` */
export function requireGiven(consent: SessionConsent): void {
  if ('receipt_id' in consent || consent.given) return;
  throw new Problem(
    'consent_missing',
    'consent.given is false: without consent no face may be processed; offer another way to verify',
  );
}

async function pinReceipt(
  receiptId: string,
  { tenant, user_id, livemode, purpose }: ConsentingSession,
  { receipts, emit }: PinConsentDependencies,
): Promise<PinnedConsent> {
  if (!livemode)
    throw invalidRequest(
      'consent.receipt_id',
      'a test session rests on no receipt of a person; send given and notice_version',
    );
  const receipt = await receipts.get(tenant, user_id, receiptId);
  if (receipt?.purpose !== purpose)
    throw invalidRequest(
      'consent.receipt_id',
      `user ${user_id} has no consent receipt ${receiptId} for purpose ${purpose}; list them by GET /v1/consents`,
    );
  if (!isValid(receipt)) {
    emit('ConsentRefused', 1, { Step: 'session' });
    throw withdrawnProblem({ tenant, user_id, receipt_id: receiptId });
  }
  return { consent: pinnedBy(receipt), standing: receipt };
}

const pinnedBy = ({ id, given_at, notice_version, text_sha256 }: ConsentReceipt) => ({
  given_at,
  notice_version,
  text_sha256,
  receipt_id: id,
});
