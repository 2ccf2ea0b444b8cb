import { readFileSync } from 'node:fs';
import { pathBesideCode } from '../../platform/read-env.ts';
import { type ConsentTextContent, consentTexts } from '../domain/consent-text.ts';

/**
 * Reads the consent texts of the deployment's config, which are packed with the code.
 * @throws ZodError if they are invalid
 */
export const readStageConsentTexts = ({
  CONSENT_TEXTS_FILE,
}: {
  readonly CONSENT_TEXTS_FILE: string;
}): readonly ConsentTextContent[] =>
  consentTexts.parse(JSON.parse(readFileSync(pathBesideCode(CONSENT_TEXTS_FILE), 'utf8')));
