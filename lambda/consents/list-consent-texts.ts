import type { Clock } from '../kernel/ports/clock.ts';
import { toTextEntryView } from './consent-views.ts';
import type { ConsentTextPage } from './contract.ts';
import { type ConsentText, type ConsentTextContent, isSamePlace, textOf } from './domain/consent-text.ts';
import type { ConsentTexts } from './ports/consent-texts.ts';

export interface ReadConsentTextsDependencies {
  readonly texts: ConsentTexts;
  /** Texts of the deployment's config: those of every tenant that has none in their place. */
  readonly stageTexts: readonly ConsentTextContent[];
  readonly clock: Clock;
}

/** A text that exists: its entry, and its content where it is not stored yet. */
export interface KnownText {
  readonly entry: ConsentText['entry'];
  readonly unstored?: ConsentText;
}

/** Returns the texts of a tenant, or those of one version: what is stored, then what the config adds. */
export async function readConsentTexts(
  tenant: string,
  noticeVersion: string | undefined,
  { texts, stageTexts, clock }: ReadConsentTextsDependencies,
): Promise<readonly KnownText[]> {
  const stored = await texts.list(tenant, noticeVersion);
  const added = stageTexts
    .filter((text) => noticeVersion === undefined || text.notice_version === noticeVersion)
    .filter((text) => !stored.some((entry) => isSamePlace(entry, text)))
    .map((text) => textOf(text, { tenant, origin: 'stage', published_at: clock().toISOString() }));
  return [
    ...stored.map((entry) => ({ entry })),
    ...added.map((text) => ({ entry: text.entry, unstored: text })),
  ];
}

/** Lists the texts of a tenant, or those of one version, without what they say. */
export async function listConsentTexts(
  { tenant }: { readonly tenant: string },
  noticeVersion: string | undefined,
  dependencies: ReadConsentTextsDependencies,
): Promise<ConsentTextPage> {
  const known = await readConsentTexts(tenant, noticeVersion, dependencies);
  return { data: known.map(toTextEntryView) };
}
