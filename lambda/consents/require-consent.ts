import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import { isValid, isWithdrawn } from './domain/consent-receipt.ts';
import type { ConsentReceipts } from './ports/consent-receipts.ts';

/** Whose face is about to be processed, and by which receipt. */
export interface Consenting {
  readonly tenant: string;
  readonly user_id: string;
  /** Absent in a session of an earlier release: its person has consented, unless they withdrew since. */
  readonly receipt_id?: string | undefined;
}

export interface ReadConsentDependencies {
  readonly receipts: Pick<ConsentReceipts, 'get' | 'ofUser'>;
}

/** A step that makes biometric calls, as metrics name it. */
export type ConsentStep = 'session' | 'liveness' | 'liveness_result' | 'submit' | 'workflow' | 'import';

/**
 * Whether a person's face may be processed now. Read it right before a biometric call: the answer is as old
 * as the read.
 */
export async function hasConsent(
  { tenant, user_id, receipt_id }: Consenting,
  { receipts }: ReadConsentDependencies,
): Promise<boolean> {
  if (receipt_id === undefined) return !(await isConsentWithdrawn(tenant, user_id, { receipts }));
  const receipt = await receipts.get(tenant, user_id, receipt_id);
  return receipt !== undefined && isValid(receipt);
}

/** Whether a user has withdrawn consent and not given it again, so that nothing of them may be copied. */
export const isConsentWithdrawn = async (
  tenant: string,
  userId: string,
  { receipts }: { readonly receipts: Pick<ConsentReceipts, 'ofUser'> },
): Promise<boolean> => isWithdrawn(await receipts.ofUser(tenant, userId));

/** Refuses a step whose person has withdrawn consent. @throws Problem `consent_withdrawn` */
export async function requireConsent(
  consenting: Consenting,
  step: ConsentStep,
  dependencies: ReadConsentDependencies & { readonly emit: EmitMetric },
): Promise<void> {
  if (await hasConsent(consenting, dependencies)) return;
  dependencies.emit('ConsentRefused', 1, { Step: step });
  throw withdrawnProblem(consenting);
}

export const withdrawnProblem = ({ user_id, receipt_id }: Consenting): Problem =>
  new Problem(
    'consent_withdrawn',
    `user ${user_id} has withdrawn consent${receipt_id === undefined ? '' : ` (receipt ${receipt_id})`}, so no face is processed; ask for consent again and create a new session`,
  );
