import type { IdPrefix } from '../identifier.ts';

/** Creates a new id; passed in so that tests can predict it. */
export type NewIdentifier = (prefix: IdPrefix) => string;
