import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Longest URL that is taken. */
export const MAX_URL_LENGTH = 2048;
const HTTPS_PORT = 443;
/** Below it are ports of other services, such as mail, that must not be sent requests. */
const FIRST_USER_PORT = 1024;
/** Names that resolve within a network only (RFC 6761, RFC 6762, RFC 8375, and ICANN for `internal`). */
const LOCAL_NAMES = /(^|\.)(local(?:host|domain)?|internal|intranet|home\.arpa|lan)$/;

/** Host as it is compared: without the brackets of IPv6, and the final dots of a name. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$|\.+$/g, '');

/** Whether a URL may be reached without TLS and at any address, as the config of a laptop allows. */
export const isAllowedHost = (url: URL, allowedHosts: readonly string[]): boolean =>
  allowedHosts.includes(hostOf(url));

/**
 * Returns why events are not sent to a URL; undefined if they are. What its name resolves to is checked at
 * each delivery, since that can change at any time.
 * @param allowedHosts hosts of the config, for which none of the rules about addresses holds
 */
export function urlProblem(text: string, allowedHosts: readonly string[]): string | undefined {
  if (text.length > MAX_URL_LENGTH) return `has at most ${MAX_URL_LENGTH} characters`;
  if (!URL.canParse(text)) return 'must be a URL, such as https://hooks.example.com/face-idv';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    return 'must not have a user name or a password; events are signed, verify the signature instead';
  if (text.includes('#')) return 'must not have a fragment, which is never sent';
  if (isAllowedHost(url, allowedHosts) && /^https?:$/.test(url.protocol)) return undefined;
  if (url.protocol !== 'https:') return 'must begin with https:, so that nobody else reads the events';
  const port = url.port === '' ? HTTPS_PORT : Number(url.port);
  if (port !== HTTPS_PORT && port < FIRST_USER_PORT)
    return `must have port ${HTTPS_PORT}, or one from ${FIRST_USER_PORT} on`;
  const host = hostOf(url);
  if (isIP(host) !== 0)
    return isPublicAddress(host) ? undefined : 'must not have an address that is not of the public internet';
  if (!host.includes('.') || LOCAL_NAMES.test(host))
    return 'must have the name of a host on the public internet';
  return undefined;
}
