import { Problem } from '../kernel/problem.ts';
import { toTextEntryView } from './consent-views.ts';
import type { ConsentTextView } from './contract.ts';
import { findText, type WantedText } from './domain/find-text.ts';
import { type KnownText, type ReadConsentTextsDependencies, readConsentTexts } from './list-consent-texts.ts';

/**
 * Returns the text of a version that fits a person best, to be shown before they consent.
 * @throws Problem `consent_text_unknown`
 */
export async function getConsentText(
  { tenant }: { readonly tenant: string },
  noticeVersion: string,
  wanted: WantedText,
  dependencies: ReadConsentTextsDependencies,
): Promise<ConsentTextView> {
  const text = await requireText(tenant, noticeVersion, wanted, dependencies);
  const { body } = text.unstored?.content ?? (await dependencies.texts.content(tenant, text.entry.sha256));
  return { ...toTextEntryView(text), body };
}

/** Returns the text of a version that fits best. @throws Problem `consent_text_unknown` */
export async function requireText(
  tenant: string,
  noticeVersion: string,
  wanted: WantedText,
  dependencies: ReadConsentTextsDependencies,
): Promise<KnownText> {
  const known = await readConsentTexts(tenant, noticeVersion, dependencies);
  const found = findText(
    known.map(({ entry }) => entry),
    wanted,
  );
  const text = known.find(({ entry }) => entry === found);
  if (text) return text;
  const { locale, jurisdiction, purpose } = wanted;
  const asked = [
    ...(locale === undefined ? [] : [`locale "${locale}"`]),
    ...(jurisdiction === undefined ? [] : [`jurisdiction "${jurisdiction}"`]),
    ...(purpose === undefined ? [] : [`purpose "${purpose}"`]),
  ].join(', ');
  throw new Problem(
    'consent_text_unknown',
    `no consent text has notice_version "${noticeVersion}"${asked ? ` for ${asked}` : ''}; list the published ones by GET /v1/consent-texts, or have an operator publish it by POST /v1/consent-texts`,
  );
}
