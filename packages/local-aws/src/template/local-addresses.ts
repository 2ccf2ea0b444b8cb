/**
 * Templates build the public addresses of AWS from ids: `https://{api}.execute-api.{region}.amazonaws.com/{stage}`.
 * On this machine the same services answer on one port, so such an address becomes one that can be opened.
 */
const ADDRESSES: readonly RegExp[] = [
  // stage of a REST API
  /https:\/\/[a-z0-9]{10}\.execute-api\.[a-z0-9-]+\.amazonaws\.com/g,
  // domain of a user pool: hosts /oauth2/token
  /https:\/\/[a-z0-9-]+\.auth\.[a-z0-9-]+\.amazoncognito\.com/g,
];

/** Replaces AWS's public addresses in a text by the local cloud's; other text stays as it is. */
export function localAddresses(text: string, endpoint: string): string {
  return ADDRESSES.reduce((result, pattern) => result.replace(pattern, endpoint), text);
}
