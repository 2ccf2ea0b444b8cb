/** Addresses of a local stack that its pages need. */
interface PageAddress {
  readonly endpoint: string;
  readonly region: string;
  readonly apiUrl: string;
  readonly userPoolId: string;
  readonly endUserClientId: string;
}

/**
 * Returns the `/config.json` of a local stack. Its pages reach everything by their own origin, which is
 * another one on a phone in the same network.
 * @param phoneOrigin by which a phone reaches this machine, if it does
 */
export const pageConfig = (
  { endpoint, region, apiUrl, userPoolId, endUserClientId }: PageAddress,
  phoneOrigin?: string,
) => ({
  apiUrl: new URL(apiUrl).pathname,
  region,
  signIn: { userPoolId, clientId: endUserClientId, endpoint: '/' },
  local: { endpoint, ...(phoneOrigin === undefined ? {} : { phoneOrigin }) },
});
