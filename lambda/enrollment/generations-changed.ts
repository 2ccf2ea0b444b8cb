import { GENERATIONS_CHANGED } from './contract.ts';

/**
 * A migration began or was cut over meanwhile; by this name
 * the workflow indexes what is missing and decides again.
 */
export class GenerationsChanged extends Error {
  override readonly name = GENERATIONS_CHANGED;
  constructor(sessionId: string) {
    super(`the generations that are written have changed since the face of session ${sessionId} was indexed`);
  }
}
