import * as z from 'zod/mini';

/** Attributes of a person that a request or a row of a manifest may have. */
const MAX_ATTRIBUTES = 10;

/**
 * Name of an attribute. `constructor` matches the rest of the pattern and is refused, because every object
 * inherits a member of that name: DynamoDB's marshaller takes an object that overrides it for a class.
 */
export const attributeName = z.string().check(
  z.regex(/^(?!constructor$)[a-z][a-z0-9_]{0,39}$/, {
    error: 'must be 1 to 40 lower-case letters, digits or _, begin with a letter, and not be "constructor"',
  }),
);

/** Values for the shard key, by name, as requests and manifests give them. */
export const attributes = z.record(attributeName, z.string().check(z.minLength(1), z.maxLength(64))).check(
  z.refine((named) => Object.keys(named).length <= MAX_ATTRIBUTES, {
    error: `must have at most ${MAX_ATTRIBUTES} entries`,
  }),
);
