import type { AccessCheck } from '../emulator.ts';
import type { RequestContext } from './pattern.ts';
import type { RoleSession } from './session-credentials.ts';

/** `arn:aws:sts::{account}:assumed-role/{role}/{session}`: what AWS calls the caller. */
export function sessionArn({ roleArn, name }: RoleSession): string {
  const [, partition, , , account] = roleArn.split(':');
  return `arn:${partition}:sts::${account}:assumed-role/${roleArn.split('/').at(-1)}/${name}`;
}

/** Condition keys of a request: the global ones, the caller's tags, and what the service adds. */
export function contextOf(
  session: RoleSession,
  added: NonNullable<AccessCheck['context']>,
  { now, region }: { readonly now: number; readonly region: string },
): RequestContext {
  const global: Readonly<Record<string, string | readonly string[]>> = {
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:PrincipalAccount': session.roleArn.split(':')[4] ?? '',
    'aws:PrincipalArn': session.roleArn,
    'aws:PrincipalType': 'AssumedRole',
    'aws:RequestedRegion': region,
    // requests stay on the loopback interface, which nobody can listen to
    'aws:SecureTransport': 'true',
  };
  const tags = Object.entries(session.tags).map(
    ([key, value]) => [`aws:PrincipalTag/${key}`, value] as const,
  );
  const entries = [...Object.entries(global), ...tags, ...Object.entries(added)];
  return new Map(entries.map(([key, value]) => [key.toLowerCase(), [value].flat()]));
}
