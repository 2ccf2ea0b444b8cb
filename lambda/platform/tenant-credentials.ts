import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../kernel/ports/clock.ts';
import { recentlyUsed } from '../kernel/recently-used.ts';
import { TENANT_TAG } from '../kernel/tenancy.ts';

/** The longest that STS gives to a role which was itself assumed, as a function's is ("role chaining"). */
const LIFETIME_SECONDS = 3600;
/**
 * Credentials are given up this long before they end: what they have signed, such as a form for an upload, lives no
 * longer than they do. The SDK takes five minutes more.
 */
const KEPT_BACK_MS = 25 * 60 * 1000;
/** How long before their end the SDK renews credentials by itself. */
const SDK_RENEWS_BEFORE_MS = 5 * 60 * 1000;
/** Shortest time that is left to credentials when they are handed out, and so to what they sign. */
export const SIGNED_FOR_AT_LEAST_SECONDS = (KEPT_BACK_MS + SDK_RENEWS_BEFORE_MS) / 1000;
/** Tenants one process keeps credentials and clients for: more than it serves in an hour. */
export const MAX_TENANTS = 100;

/** As the SDK takes them; `expiration` is when to do without them. */
export interface TenantCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export type CredentialsOf = (tenant: string) => () => Promise<TenantCredentials>;

/** Credentials of a tenant role with the tenant as session tag: one call of STS a tenant and half an hour. */
export function createTenantCredentials(sts: STSClient, roleArn: string, clock: Clock): CredentialsOf {
  return recentlyUsed(MAX_TENANTS, (tenant) => {
    let held: Promise<TenantCredentials> | undefined;
    let until = 0;
    return () => {
      if (held && clock().getTime() < until) return held;
      const asked = assume(sts, roleArn, tenant);
      held = asked;
      // whoever comes while STS is being asked waits for the same answer
      until = Number.POSITIVE_INFINITY;
      asked.then(
        ({ expiration }) => {
          until = expiration.getTime() - SDK_RENEWS_BEFORE_MS;
        },
        // a failure is told to those who have asked, and the next one asks again
        () => {
          held = undefined;
        },
      );
      return asked;
    };
  });
}

async function assume(sts: STSClient, roleArn: string, tenant: string): Promise<TenantCredentials> {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: `tenant-${tenant}`,
      DurationSeconds: LIFETIME_SECONDS,
      Tags: [{ Key: TENANT_TAG, Value: tenant }],
    }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
    throw new Error('AssumeRole answered incomplete credentials');
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: new Date(Expiration.getTime() - KEPT_BACK_MS),
  };
}
