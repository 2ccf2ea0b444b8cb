import * as z from 'zod/mini';
import type { SessionType } from '../../kernel/session-type.ts';

/**
 * Purpose for which a face is processed. `identity_verification`: compared with a document and with others,
 * and enrolled. `authentication`: recognized later.
 */
export const consentPurpose = z.enum(['identity_verification', 'authentication']);
export type ConsentPurpose = z.infer<typeof consentPurpose>;

const PURPOSES: Readonly<Record<SessionType, ConsentPurpose>> = {
  registration: 'identity_verification',
  re_enrollment: 'identity_verification',
  authentication: 'authentication',
  step_up: 'authentication',
};

/** Returns the purpose for which a session of a type needs consent. */
export const purposeOf = (type: SessionType): ConsentPurpose => PURPOSES[type];
