import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../kernel/ports/clock.ts';
import { recentlyUsed } from '../kernel/recently-used.ts';
import { TENANT_TAG } from '../kernel/tenancy.ts';

/** The longest session of STS for a role that assumes another role ("role chaining"). */
const LIFETIME_SECONDS = 3600;
/**
 * Credentials are dropped this long before they expire, because an upload form
 * signed with them expires with them. The SDK renews another five minutes earlier.
 */
const KEPT_BACK_MS = 25 * 60 * 1000;
/** How long before their end the SDK renews credentials by itself. */
const SDK_RENEWS_BEFORE_MS = 5 * 60 * 1000;
/** Minimum remaining lifetime of credentials in use, and so of an upload form that they sign. */
export const SIGNED_FOR_AT_LEAST_SECONDS = (KEPT_BACK_MS + SDK_RENEWS_BEFORE_MS) / 1000;
/** Tenants for which one process keeps credentials and clients: more than it serves in an hour. */
export const MAX_TENANTS = 100;

/** Credentials in the SDK's form; `expiration` is when to stop using them. */
export interface TenantCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export type CredentialsOf = (tenant: string) => () => Promise<TenantCredentials>;

/**
 * Provides credentials of a tenant role with the tenant
 * as session tag: one STS call per tenant and half hour.
 */
export function createTenantCredentials(sts: STSClient, roleArn: string, clock: Clock): CredentialsOf {
  return recentlyUsed(MAX_TENANTS, (tenant) => {
    let held: Promise<TenantCredentials> | undefined;
    let until = 0;
    return () => {
      if (held && clock().getTime() < until) return held;
      const asked = assume(sts, roleArn, tenant);
      held = asked;
      // concurrent callers wait for the same STS call
      until = Number.POSITIVE_INFINITY;
      asked.then(
        ({ expiration }) => {
          until = expiration.getTime() - SDK_RENEWS_BEFORE_MS;
        },
        // a failure rejects the waiting callers, and the next caller tries again
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
