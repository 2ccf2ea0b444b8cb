import { ApiProblem } from '@face-idv/client';

/** A rule that a document breaks. */
export interface DocumentFault {
  /** Path of the member in the document; empty for the document as a whole. */
  readonly path: string;
  readonly message: string;
}

/** Member of the request that holds the document's changes. */
const REQUEST_MEMBER = /^change(?:\.|$)/;

/** Returns the rules that a refused version breaks; none if it was refused for another reason. */
export function documentFaults(error: unknown): readonly DocumentFault[] {
  if (!(error instanceof ApiProblem) || error.code !== 'invalid_request') return [];
  return error.errors.map(({ path, message }) => ({ path: path.replace(REQUEST_MEMBER, ''), message }));
}
