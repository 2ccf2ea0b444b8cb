import type { NetworkInterfaceInfo } from 'node:os';
import { InputError } from '../demo/photo.ts';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * Returns the IPv4 address of a network interface, by which a phone in the same network reaches this machine.
 * @param name such as `en0`
 * @param interfaces of this machine, as node:os lists them
 * @throws InputError that lists those that would do
 */
export function lanAddress(name: string, interfaces: Interfaces): string {
  const found = Object.entries(interfaces).flatMap(([one, addresses = []]) => {
    const outer = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
    return outer ? [{ name: one, address: outer.address }] : [];
  });
  const chosen = found.find((one) => one.name === name);
  if (chosen) return chosen.address;
  const known = found.map((one) => `--lan ${one.name} (${one.address})`).join(', ');
  throw new InputError(
    `"${name}" is not an interface of this machine with an IPv4 address; ${known === '' ? 'it has none' : `use ${known}`}`,
  );
}
