import { documentClient } from '../platform/clients/dynamo.ts';
import { systemClock } from '../platform/system.ts';
import { createDynamoConsentReceipts } from './adapters/dynamo-consent-receipts.ts';
import { createDynamoConsentTexts } from './adapters/dynamo-consent-texts.ts';
import { readStageConsentTexts } from './adapters/stage-consent-texts-file.ts';

interface ReceiptSettings {
  readonly CONTROL_TABLE: string;
}

interface TextSettings extends ReceiptSettings {
  readonly CONSENT_TEXTS_FILE: string;
}

/** The receipts of people's consent. */
export const openReceipts = ({ CONTROL_TABLE }: ReceiptSettings) =>
  createDynamoConsentReceipts(documentClient, CONTROL_TABLE);

/** The receipts and the texts that they name, those of the deployment's config included. */
export const openConsents = (env: TextSettings) => ({
  receipts: openReceipts(env),
  texts: createDynamoConsentTexts(documentClient, env.CONTROL_TABLE),
  stageTexts: readStageConsentTexts(env),
  clock: systemClock,
});
