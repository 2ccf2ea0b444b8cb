import type { ConsentText, ConsentTextContent, ConsentTextEntry } from '../domain/consent-text.ts';

/** Texts of tenants that were published, or that somebody has consented to. */
export interface ConsentTexts {
  /** Lists the entries of a tenant's texts, or of those of one version. */
  list(tenant: string, noticeVersion?: string): Promise<readonly ConsentTextEntry[]>;
  /**
   * Returns what a text says.
   * @throws Error if the content is gone, or is not the one with that hash
   */
  content(tenant: string, sha256: string): Promise<ConsentTextContent>;
  /** Stores a text, once. @returns false if another one has its version, language and jurisdiction */
  add(text: ConsentText): Promise<boolean>;
}
