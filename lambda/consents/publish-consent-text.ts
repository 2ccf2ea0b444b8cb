import type { Caller } from '../kernel/caller.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import { toTextEntryView } from './consent-views.ts';
import type { ConsentTextView } from './contract.ts';
import { type ConsentTextContent, isSamePlace, textOf } from './domain/consent-text.ts';
import { type ReadConsentTextsDependencies, readConsentTexts } from './list-consent-texts.ts';

export interface PublishConsentTextDependencies extends ReadConsentTextsDependencies {
  readonly emit: EmitMetric;
}

/**
 * Publishes a text, which never changes afterwards. Publishing the same again changes nothing.
 * @throws Problem `consent_text_published` if another text has its version, language and jurisdiction
 */
export async function publishConsentText(
  { tenant, subject }: Caller,
  content: ConsentTextContent,
  dependencies: PublishConsentTextDependencies,
): Promise<ConsentTextView> {
  const { texts, clock, emit } = dependencies;
  const published_at = clock().toISOString();
  const text = textOf(content, { tenant, origin: 'operator', published_at, published_by: subject });
  const { notice_version, sha256 } = text.entry;
  const findThere = async () =>
    (await readConsentTexts(tenant, notice_version, dependencies)).find(({ entry }) =>
      isSamePlace(entry, text.entry),
    );
  const there = await findThere();
  if (there?.entry.sha256 === sha256) return { ...toTextEntryView(there), body: text.content.body };
  if (!there && (await texts.add(text))) {
    emit('ConsentTextPublished', 1, {});
    return { ...toTextEntryView(text), body: text.content.body };
  }
  // another operator came first
  const first = there ?? (await findThere());
  if (first?.entry.sha256 === sha256) return { ...toTextEntryView(first), body: text.content.body };
  throw new Problem(
    'consent_text_published',
    `another text with notice_version "${notice_version}" is published for locale "${content.locale}"${content.jurisdiction === undefined ? '' : ` and jurisdiction "${content.jurisdiction}"`}; a published text never changes: choose a new notice_version`,
  );
}
