import { randomInt, randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { type CognitoContext, saveUser } from './context.ts';
import {
  type ConfirmationCode,
  canonicalUsername,
  inPool,
  type Pool,
  poolOf,
  type User,
  usersOf,
} from './directory.ts';
import { toAttributeList, toSeconds } from './operation.ts';
import { withPassword } from './passwords.ts';

/** Data of a new user. */
export interface NewUser {
  /** As the caller gave it: in pools that sign in by email it is the address and becomes an attribute. */
  readonly username: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** To be changed at the first sign-in. */
  readonly temporaryPassword: string;
  /** Takes an alias away from the user who has it (`ForceAliasCreation`). */
  readonly takeAlias: boolean;
}

/** Makes a user. Throws `UsernameExistsException`, `AliasExistsException` or `InvalidPasswordException`. */
export async function createUser(context: CognitoContext, pool: Pool, wanted: NewUser): Promise<User> {
  const { directory, clock } = context;
  const now = clock.now();
  const given = canonicalUsername(pool, wanted.username);
  const signInAttribute = pool.definition.UsernameAttributes[0];
  const sub = randomUUID();
  const username = signInAttribute === undefined ? given : sub;
  const named = signInAttribute === undefined ? {} : { [signInAttribute]: given };
  const bare: User = {
    poolId: pool.id,
    username,
    attributes: { sub, ...wanted.attributes, ...named },
    status: 'FORCE_CHANGE_PASSWORD',
    groups: [],
    createdAt: now,
    modifiedAt: now,
  };
  const others = usersOf(directory, pool);
  const sharesName = ({ attributes }: User) =>
    pool.definition.UsernameAttributes.some((name) => attributes[name] === bare.attributes[name]);
  if (directory.users.get(inPool(pool.id, username)) || others.some(sharesName)) {
    throw new AwsError('UsernameExistsException', 'User account already exists');
  }
  if (!wanted.takeAlias) assertAliasesFree(context, bare);
  const rivals = aliasRivals(context, bare);
  const user = withPassword(pool, bare, wanted.temporaryPassword, { temporary: true, now });
  await Promise.all([
    saveUser(context, user),
    ...rivals.map(({ other, alias }) =>
      saveUser(context, { ...other, attributes: { ...other.attributes, [`${alias}_verified`]: 'false' } }),
    ),
  ]);
  return user;
}

interface AliasRival {
  readonly other: User;
  readonly alias: string;
}

/** Users of the pool who have the same proven value of an alias: only one of them can sign in by it. */
function aliasRivals({ directory }: CognitoContext, user: User): AliasRival[] {
  const pool = poolOf(directory, user.poolId);
  const aliases = pool.definition.AliasAttributes.filter(
    (name) => user.attributes[name] !== undefined && user.attributes[`${name}_verified`] === 'true',
  );
  return usersOf(directory, pool).flatMap((other) => {
    if (other.username === user.username) return [];
    const alias = aliases.find(
      (name) =>
        other.attributes[name] === user.attributes[name] && other.attributes[`${name}_verified`] === 'true',
    );
    return alias === undefined ? [] : [{ other, alias }];
  });
}

/** Throws `AliasExistsException` when the user, as it is about to be saved, claims an address of another. */
export function assertAliasesFree(context: CognitoContext, user: User): void {
  const [rival] = aliasRivals(context, user);
  if (!rival) return;
  const address = rival.alias.replace('_', ' ');
  throw new AwsError('AliasExistsException', `An account with the ${address} already exists.`);
}

/** A user as AdminCreateUser shows it; nobody is disabled here. */
export function userView(user: User): object {
  return {
    Username: user.username,
    Attributes: toAttributeList(user.attributes),
    UserCreateDate: toSeconds(user.createdAt),
    UserLastModifiedDate: toSeconds(user.modifiedAt),
    Enabled: true,
    UserStatus: user.status,
  };
}

const CODE_DIGITS = 6;
const HOUR_MS = 3_600_000;
/** How long a code is good (developer guide, "Quotas": codes by purpose). */
const CODE_LIFE_MS = { password: HOUR_MS, attribute: 24 * HOUR_MS };
/** Wrong tries before a code is worth nothing. */
const CODE_TRIES = 5;

/** Where a code would have gone, as AWS masks it. */
export interface CodeDelivery {
  readonly Destination: string;
  readonly DeliveryMedium: 'EMAIL' | 'SMS';
  readonly AttributeName: string;
}

/** Where codes of a user go: to an address it has; email first. */
export function deliveryTo(attributes: Readonly<Record<string, string>>): CodeDelivery | undefined {
  if (attributes.email) {
    const [name = '', domain = ''] = attributes.email.split('@');
    const Destination = `${name.charAt(0)}***@${domain.charAt(0)}***`;
    return { Destination, DeliveryMedium: 'EMAIL', AttributeName: 'email' };
  }
  const number = attributes.phone_number;
  if (!number) return undefined;
  return {
    Destination: `+${'*'.repeat(Math.max(0, number.length - 5))}${number.slice(-4)}`,
    DeliveryMedium: 'SMS',
    AttributeName: 'phone_number',
  };
}

/** Gives the user a code and prints it where AWS would send a message. */
export async function sendCode(
  context: CognitoContext,
  user: User,
  purpose: ConfirmationCode['purpose'],
): Promise<CodeDelivery> {
  const delivery = deliveryTo(user.attributes);
  if (!delivery) {
    throw new AwsError(
      'InvalidParameterException',
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  }
  const value = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
  const life = purpose === 'password' ? CODE_LIFE_MS.password : CODE_LIFE_MS.attribute;
  const code = { purpose, value, expiresAt: context.clock.now() + life, failures: 0 };
  await saveUser(context, { ...user, code });
  context.notify(`Cognito: the ${purpose} code of ${user.username} is ${value}`);
  return delivery;
}

/** The user without its code, which was right. Throws `CodeMismatchException` or `ExpiredCodeException`. */
export async function redeemCode(
  context: CognitoContext,
  user: User,
  purpose: ConfirmationCode['purpose'],
  value: string,
): Promise<User> {
  const { code, ...rest } = user;
  if (code?.purpose !== purpose || code.expiresAt <= context.clock.now() || code.failures >= CODE_TRIES) {
    throw new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
  }
  if (code.value !== value) {
    await saveUser(context, { ...user, code: { ...code, failures: code.failures + 1 } });
    throw new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');
  }
  return rest;
}
