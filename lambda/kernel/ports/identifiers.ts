import type { IdPrefix } from '../identifier.ts';

/** Makes a new id, passed in so that tests can foretell it. */
export type NewIdentifier = (prefix: IdPrefix) => string;
