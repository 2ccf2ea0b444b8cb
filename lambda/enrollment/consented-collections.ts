import type { FaceCollections } from '../collections/ports/face-collections.ts';
import { type Consenting, hasConsent, type ReadConsentDependencies } from '../consents/require-consent.ts';

/** Thrown instead of indexing a face whose person has withdrawn consent; nothing was called. */
export class ConsentWithdrawn extends Error {
  override readonly name = 'ConsentWithdrawn';
}

/** Has consent read right before each call that indexes a face: the first one, and those of copies. */
export const consentedCollections = <Collections extends FaceCollections>(
  collections: Collections,
  consenting: Consenting,
  dependencies: ReadConsentDependencies,
): FaceCollections => ({
  search: (...args) => collections.search(...args),
  delete: (...args) => collections.delete(...args),
  index: async (...args) => {
    if (!(await hasConsent(consenting, dependencies)))
      throw new ConsentWithdrawn('consent was withdrawn before the face was indexed');
    return collections.index(...args);
  },
});
