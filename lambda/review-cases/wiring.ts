import { documentClient } from '../platform/clients/dynamo.ts';
import { emitMetric } from '../platform/metrics.ts';
import { newIdentifier, systemClock } from '../platform/system.ts';
import { openPolicyOf, type PolicySettings } from '../policies/wiring.ts';
import { openSessions } from '../sessions/wiring.ts';
import { createDynamoReviewCaseStore } from './adapters/dynamo-review-case-store.ts';
import { parseReviewCaseSettings } from './contract.ts';

interface ReviewCaseTables {
  readonly CONTROL_TABLE: string;
  readonly SESSIONS_TABLE: string;
}

interface CaseOpeningSettings extends ReviewCaseTables, PolicySettings {
  readonly REVIEW_CASES: string;
}

export const openReviewCases = ({ CONTROL_TABLE, SESSIONS_TABLE }: ReviewCaseTables) =>
  createDynamoReviewCaseStore(documentClient, { control: CONTROL_TABLE, sessions: SESSIONS_TABLE });

/** Creates the dependencies of functions that open cases about sessions. */
export const caseOpening = (settings: CaseOpeningSettings) => ({
  cases: openReviewCases(settings),
  sessions: openSessions(settings),
  policyOf: openPolicyOf(settings),
  settings: parseReviewCaseSettings(settings.REVIEW_CASES),
  clock: systemClock,
  newIdentifier,
  emit: emitMetric,
});
