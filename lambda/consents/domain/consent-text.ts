import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { consentPurpose } from './consent-purpose.ts';

/** Name that an app gives a version of a text: no separators, since it is part of keys. */
export const noticeVersion = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_.:-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, or _ . : -' }));

/** Language of a text: a language of BCP 47, with a script and a region where they matter. */
export const locale = z.string().check(
  z.regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/, {
    error: 'must be a language such as en, fr-CA or zh-Hant-TW (BCP 47)',
  }),
);

/** Country, or part of one, whose law a text is written for: ISO 3166-1 or 3166-2. */
export const jurisdiction = z.string().check(
  z.regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, {
    error: 'must be a country or a part of one, such as DE or US-IL (ISO 3166)',
  }),
);

/** Longest body of a text, in characters: pages of law, and small enough for one row of a table. */
const MAX_BODY = 20_000;
const MAX_TITLE = 200;

/** The text that a person is shown; nothing of it ever changes. */
export const consentTextContent = z.strictObject({
  notice_version: noticeVersion,
  locale,
  /** Absent for a text that is used wherever there is none of its own. */
  jurisdiction: z.optional(jurisdiction),
  /** Purposes that somebody consents to who agrees with it. */
  purposes: z._default(z.array(consentPurpose).check(z.minLength(1)), [...consentPurpose.options]),
  title: z.string().check(z.minLength(1), z.maxLength(MAX_TITLE)),
  body: z.string().check(z.minLength(1), z.maxLength(MAX_BODY)),
});
export type ConsentTextContent = z.infer<typeof consentTextContent>;

/** The texts of a deployment's config. */
export const consentTexts = z.array(consentTextContent);

/** A text without its body: by it texts are found and listed. */
export const consentTextEntry = z.object({
  tenant: z.string(),
  notice_version: noticeVersion,
  locale,
  jurisdiction: z.optional(jurisdiction),
  purposes: z.array(consentPurpose),
  title: z.string(),
  /** Lowercase hex SHA-256 of the canonical JSON (RFC 8785) of the content. */
  sha256: z.string().check(z.length(64)),
  /** Whether it came with the deployment's config or from an operator. */
  origin: z.enum(['stage', 'operator']),
  published_at: z.iso.datetime(),
  /** The operator who has published it. */
  published_by: z.optional(z.string()),
});
export type ConsentTextEntry = z.infer<typeof consentTextEntry>;

/** A text as it is stored: its entry, and its content under the hash. */
export interface ConsentText {
  readonly entry: ConsentTextEntry;
  readonly content: ConsentTextContent;
}

/** Returns the content with its purposes in order, each once: the same text has one hash. */
const canonical = (content: ConsentTextContent): ConsentTextContent => ({
  ...content,
  purposes: consentPurpose.options.filter((purpose) => content.purposes.includes(purpose)),
});

/** Returns the hash by which a content is stored, and by which receipts name it. */
export const hashOf = (content: ConsentTextContent): string =>
  createHash('sha256')
    .update(canonicalJson(canonical(content)))
    .digest('hex');

/** Where a text comes from, and when. */
type Publication = Pick<ConsentTextEntry, 'tenant' | 'origin' | 'published_at' | 'published_by'>;

/** Makes the text of a content. */
export function textOf(content: ConsentTextContent, published: Publication): ConsentText {
  const kept = canonical(content);
  const { body: _body, ...shown } = kept;
  return { entry: { ...published, ...shown, sha256: hashOf(kept) }, content: kept };
}

/** Whether two entries have the same place: only one text can be there. */
export const isSamePlace = (one: TextPlace, other: TextPlace): boolean =>
  one.notice_version === other.notice_version &&
  one.locale === other.locale &&
  one.jurisdiction === other.jurisdiction;

/** Members that name a text. */
export type TextPlace = Pick<ConsentTextEntry, 'notice_version' | 'locale' | 'jurisdiction'>;
