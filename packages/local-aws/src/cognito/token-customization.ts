import { z } from 'zod';
import type { Client, Pool, User } from './directory.ts';
import type { TokenClaims } from './signing-key.ts';
import { callTrigger, type InvokeFunction } from './triggers.ts';

/** Token content before the pre-token-generation trigger may change it. */
export interface TokenDraft {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  /** `TokenGeneration_...`: why tokens are made. */
  readonly source: string;
  readonly groups: readonly string[];
  /** ARNs of the groups' roles, the preferred one first. */
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly clientMetadata: Readonly<Record<string, string>>;
}

export interface CustomizedTokens {
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  accessTokenClaims(claims: TokenClaims): TokenClaims;
  idTokenClaims(claims: TokenClaims): TokenClaims;
}

/**
 * Claims that no trigger can change or take away (developer guide, "Pre token generation Lambda trigger").
 */
const PROTECTED_CLAIMS: ReadonlySet<string> = new Set([
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'client_id',
  'cognito:username',
  'device_key',
  'event_id',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'scope',
  'sub',
  'token_use',
  'username',
]);

const nullable = <Schema extends z.ZodType>(schema: Schema) => schema.nullish();
const claimChanges = z.object({
  claimsToAddOrOverride: nullable(z.record(z.string(), z.unknown())),
  claimsToSuppress: nullable(z.array(z.string())),
});
const accessTokenChanges = claimChanges.extend({
  scopesToAdd: nullable(z.array(z.string())),
  scopesToSuppress: nullable(z.array(z.string())),
});
const groupChanges = z.object({
  groupsToOverride: nullable(z.array(z.string())),
  iamRolesToOverride: nullable(z.array(z.string())),
  preferredRole: nullable(z.string()),
});
const responseV1 = z.object({
  claimsOverrideDetails: nullable(claimChanges.extend({ groupOverrideDetails: nullable(groupChanges) })),
});
const responseV2 = z.object({
  claimsAndScopeOverrideDetails: nullable(
    z.object({
      idTokenGeneration: nullable(claimChanges),
      accessTokenGeneration: nullable(accessTokenChanges),
      groupOverrideDetails: nullable(groupChanges),
    }),
  ),
});
type ClaimChanges = z.output<typeof claimChanges>;
type AccessTokenChanges = z.output<typeof accessTokenChanges>;
type GroupChanges = z.output<typeof groupChanges>;

interface Changes {
  readonly idToken?: ClaimChanges | null | undefined;
  readonly accessToken?: AccessTokenChanges | null | undefined;
  readonly groups?: GroupChanges | null | undefined;
}

/** Asks the pool's pre-token-generation trigger, if it has one, what shall be in the tokens of `draft`. */
export async function customizeTokens(invoke: InvokeFunction, draft: TokenDraft): Promise<CustomizedTokens> {
  const { idToken, accessToken, groups: groupOverride } = await changesTo(invoke, draft);
  const suppressed = new Set(accessToken?.scopesToSuppress ?? []);
  const scopes = [...new Set([...draft.scopes, ...(accessToken?.scopesToAdd ?? [])])];
  return {
    groups: groupOverride?.groupsToOverride ?? draft.groups,
    roles: groupOverride?.iamRolesToOverride ?? draft.roles,
    scopes: scopes.filter((scope) => !suppressed.has(scope)),
    accessTokenClaims: (claims) => changed(claims, accessToken),
    idTokenClaims: (claims) => changed(claims, idToken),
  };
}

async function changesTo(invoke: InvokeFunction, draft: TokenDraft): Promise<Changes> {
  const { PreTokenGeneration, PreTokenGenerationConfig } = draft.pool.definition.LambdaConfig;
  const functionArn = PreTokenGenerationConfig?.LambdaArn ?? PreTokenGeneration;
  if (functionArn === undefined) return {};
  const { pool, client, user, source, groups, roles, scopes, clientMetadata } = draft;
  const call = { pool, client, user, source };
  const request = {
    groupConfiguration: {
      groupsToOverride: groups,
      iamRolesToOverride: roles,
      preferredRole: roles[0] ?? null,
    },
    ...(Object.keys(clientMetadata).length > 0 ? { clientMetadata } : {}),
  };
  if ((PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0') === 'V1_0') {
    const response = { claimsOverrideDetails: null };
    const answer = await callTrigger(
      invoke,
      functionArn,
      { ...call, version: '1', request, response },
      responseV1,
    );
    const { groupOverrideDetails, ...idToken } = answer.claimsOverrideDetails ?? {};
    return { idToken: idToken as ClaimChanges, groups: groupOverrideDetails };
  }
  const response = { claimsAndScopeOverrideDetails: null };
  const answer = await callTrigger(
    invoke,
    functionArn,
    { ...call, version: '2', request: { ...request, scopes }, response },
    responseV2,
  );
  const details = answer.claimsAndScopeOverrideDetails;
  return {
    idToken: details?.idTokenGeneration,
    accessToken: details?.accessTokenGeneration,
    groups: details?.groupOverrideDetails,
  };
}

function changed(claims: TokenClaims, changes: ClaimChanges | null | undefined): TokenClaims {
  const isOpen = (name: string) => !PROTECTED_CLAIMS.has(name);
  const suppressed = new Set((changes?.claimsToSuppress ?? []).filter(isOpen));
  const added = Object.entries(changes?.claimsToAddOrOverride ?? {}).filter(([name]) => isOpen(name));
  const kept = Object.entries(claims).filter(([name]) => !suppressed.has(name));
  return { ...Object.fromEntries(kept), ...Object.fromEntries(added) } as TokenClaims;
}
