import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Credentials of a function, which Lambda puts into its environment. The bundles have this in place of the
 * SDK's chain of providers (`@aws-sdk/credential-provider-node`): a quarter of a bundle was code for
 * profiles, single sign-on and containers, which no function meets.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const defaultProvider = fromEnv;
