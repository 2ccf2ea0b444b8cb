/** Settings of every SDK client of the smoke test. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The keys of the local AWS's owner. */
const LOCAL_KEYS = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' };

/**
 * Returns settings for AWS with the caller's credentials, or for the local AWS.
 * @param endpoint of the local AWS
 */
export const clientSettings = (region: string, endpoint?: string): ClientSettings =>
  endpoint === undefined ? { region } : { region, endpoint, credentials: LOCAL_KEYS };
