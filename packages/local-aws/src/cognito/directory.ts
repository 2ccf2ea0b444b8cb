import { createHash, randomBytes } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type {
  ClientDefinition,
  GroupDefinition,
  PoolDefinition,
  ResourceServerDefinition,
} from './definitions.ts';
import type { RecordStore, Table } from './record-store.ts';

/** Stack and logical id of the template resource that a record came from. */
export type TemplateOrigin = string;

export interface Pool {
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly definition: PoolDefinition;
}

export interface Client {
  readonly poolId: string;
  readonly id: string;
  readonly secret?: string;
  readonly origin: TemplateOrigin;
  readonly definition: ClientDefinition;
}

export interface Group {
  readonly poolId: string;
  readonly createdAt: number;
  readonly origin: TemplateOrigin;
  readonly definition: GroupDefinition;
}

export interface ResourceServer {
  readonly poolId: string;
  readonly origin: TemplateOrigin;
  readonly definition: ResourceServerDefinition;
}

export type UserStatus = 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';

/** A code that was printed to the owner of the laptop in place of an email. */
export interface ConfirmationCode {
  readonly purpose: 'password' | `attribute:${string}`;
  readonly value: string;
  readonly expiresAt: number;
  readonly failures: number;
}

export interface User {
  readonly poolId: string;
  readonly username: string;
  /** With `sub`; `custom:` attributes carry their prefix. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly status: UserStatus;
  readonly groups: readonly string[];
  /** Milliseconds since the epoch, as all times of these records. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** SRP salt and verifier in hex: enough to check a password, no way back to it. */
  readonly password?: { readonly salt: string; readonly verifier: string; readonly expiresAt?: number };
  /** Secret of an authenticator app that has not shown a code yet. */
  readonly pendingTotpSecret?: string;
  /** The authenticator app that has proved itself. */
  readonly totp?: {
    /** Base32 as the app reads it. */
    readonly secret: string;
    /** Asked for at sign-in even where the pool leaves it to the user. */
    readonly enabled: boolean;
    readonly preferred: boolean;
    /** Time step of the last code that was accepted: a code works once. */
    readonly lastStep: number;
  };
  readonly code?: ConfirmationCode;
  readonly failedSignIns?: { readonly count: number; readonly lockedUntil: number; readonly lastAt: number };
}

export interface RefreshToken {
  readonly poolId: string;
  readonly clientId: string;
  readonly username: string;
  readonly originId: string;
  readonly authenticatedAt: number;
  readonly expiresAt: number;
  readonly revoked: boolean;
}

/** Every record of the emulator, each found by the name a caller knows it by. */
export interface Directory {
  readonly pools: Table<Pool>;
  readonly clients: Table<Client>;
  readonly groups: Table<Group>;
  readonly resourceServers: Table<ResourceServer>;
  readonly users: Table<User>;
  /** By digest: a refresh token is a credential and is not kept in the clear. */
  readonly refreshTokens: Table<RefreshToken>;
}

export function directoryOf(store: RecordStore): Directory {
  return {
    pools: store.table('pool'),
    clients: store.table('client'),
    groups: store.table('group'),
    resourceServers: store.table('resource-server'),
    users: store.table('user'),
    refreshTokens: store.table('refresh-token'),
  };
}

/** Key of what lives inside a pool. */
export const inPool = (poolId: string, name: string): string => `${poolId}/${name}`;

export const refreshTokenKey = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');

/** Letters and digits, as Cognito's ids, secrets and tokens are made of. */
export function randomId(length: number): string {
  let id = '';
  while (id.length < length) id += randomBytes(length).toString('base64').replace(/[+/=]/g, '');
  return id.slice(0, length);
}

export function poolOf(directory: Directory, poolId: string): Pool {
  const pool = directory.pools.get(poolId);
  if (!pool) throw new AwsError('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
  return pool;
}

export function clientOf(directory: Directory, clientId: string, poolId?: string): Client {
  const client = directory.clients.get(clientId);
  if (!client || (poolId !== undefined && client.poolId !== poolId)) {
    throw new AwsError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
  }
  return client;
}

export function groupOf(directory: Directory, poolId: string, name: string): Group {
  const group = directory.groups.get(inPool(poolId, name));
  if (!group) throw new AwsError('ResourceNotFoundException', 'Group not found.');
  return group;
}

/** A username as the pool keeps it: pools that ignore case keep it in lower case. */
export const canonicalUsername = ({ definition }: Pool, name: string): string =>
  definition.UsernameConfiguration?.CaseSensitive === false ? name.toLowerCase() : name;

/**
 * The user a caller means by `name`: the username, the sub, or an attribute that the pool lets people sign in
 * with. An alias counts only once it is verified; else anyone could claim another's address.
 */
export function findUser(directory: Directory, pool: Pool, name: string): User | undefined {
  const wanted = canonicalUsername(pool, name);
  const direct = directory.users.get(inPool(pool.id, wanted));
  if (direct) return direct;
  const { AliasAttributes, UsernameAttributes } = pool.definition;
  for (const user of usersOf(directory, pool)) {
    const { attributes } = user;
    if (attributes.sub === name) return user;
    if (UsernameAttributes.some((alias) => canonicalUsername(pool, attributes[alias] ?? '') === wanted)) {
      return user;
    }
    const isAlias = (alias: string) =>
      alias === 'preferred_username' || attributes[`${alias}_verified`] === 'true';
    if (AliasAttributes.some((alias) => attributes[alias] === wanted && isAlias(alias))) return user;
  }
  return undefined;
}

export function userOf(directory: Directory, pool: Pool, name: string): User {
  const user = findUser(directory, pool, name);
  if (!user) throw new AwsError('UserNotFoundException', 'User does not exist.');
  return user;
}

export function usersOf(directory: Directory, pool: Pool): User[] {
  return [...directory.users.values()].filter(({ poolId }) => poolId === pool.id);
}

/**
 * The groups of a user, the one with the lowest precedence number first, as they stand in `cognito:groups`.
 */
export function groupsOfUser(directory: Directory, user: User): Group[] {
  const precedence = ({ definition }: Group) => definition.Precedence ?? Number.MAX_SAFE_INTEGER;
  return user.groups
    .flatMap((name) => directory.groups.get(inPool(user.poolId, name)) ?? [])
    .sort((left, right) => precedence(left) - precedence(right));
}

const CLIENT_SECRET_LENGTH = 51;

export const makeClientSecret = (): string => randomId(CLIENT_SECRET_LENGTH).toLowerCase();

export const poolArn = (
  { region, accountId }: { readonly region: string; readonly accountId: string },
  poolId: string,
): string => `arn:aws:cognito-idp:${region}:${accountId}:userpool/${poolId}`;
