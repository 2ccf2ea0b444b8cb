import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { lanAddress } from '../../local/start/lan-address.ts';

const anAddress = (family: 'IPv4' | 'IPv6', address: string, internal = false): NetworkInterfaceInfo =>
  ({ family, address, internal, netmask: '', mac: '', cidr: null }) as NetworkInterfaceInfo;

const INTERFACES = {
  lo0: [anAddress('IPv4', '127.0.0.1', true)],
  en0: [anAddress('IPv6', 'fe80::1'), anAddress('IPv4', '192.168.1.5')],
  en1: [anAddress('IPv6', 'fe80::2')],
};

describe('the address for a phone', () => {
  it('is the IPv4 address of the interface', () => {
    expect(lanAddress('en0', INTERFACES)).toBe('192.168.1.5');
  });

  it.each(['lo0', 'en1', 'eth9'])('is refused for %s, with those that would do', (name) => {
    expect(() => lanAddress(name, INTERFACES)).toThrow(
      `"${name}" is not an interface of this machine with an IPv4 address; use --lan en0 (192.168.1.5)`,
    );
  });

  it('is refused where there is none', () => {
    expect(() => lanAddress('en0', {})).toThrow('it has none');
  });
});
