import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * IPv4 addresses that are not of the public internet, by the registry of IANA: this host, private networks,
 * carriers' networks, loopback, link-local with the metadata of clouds, protocol assignments, documentation,
 * relays of 6to4, benchmarks, multicast, reserved and broadcast.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const NOT_PUBLIC_V4: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Global unicast, the only IPv6 addresses that are assigned: loopback, unique local, link-local and multicast
 * addresses are outside it, and so are IPv4 addresses that are mapped, or translated by NAT64.
 * @see https://www.iana.org/assignments/ipv6-address-space
 */
const ASSIGNED_V6 = ['2000::', 3] as const;
/**
 * Parts of it that are not of the public internet, or hold an IPv4 address: protocol assignments with Teredo,
 * documentation, and 6to4.
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const NOT_PUBLIC_V6: readonly (readonly [network: string, bits: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const refused = new BlockList();
for (const [network, bits] of NOT_PUBLIC_V4) refused.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of NOT_PUBLIC_V6) refused.addSubnet(network, bits, 'ipv6');
const assigned = new BlockList();
assigned.addSubnet(...ASSIGNED_V6, 'ipv6');

/** Whether an address is one of the public internet; false for any other text. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !refused.check(address, 'ipv4');
  // an address with a zone, such as fe80::1%eth0, is of a link
  if (!isIPv6(address) || address.includes('%')) return false;
  return assigned.check(address, 'ipv6') && !refused.check(address, 'ipv6');
}
