import type { SigningKey } from '../contract.ts';

/** The public halves of the keys that sign tokens. */
export interface SigningKeys {
  /** Returns every key whose tokens are to be accepted: one that was disabled is left out. */
  list(): Promise<readonly SigningKey[]>;
}
