import { createHmac } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { ChallengeSessions } from './challenge-sessions.ts';
import { type Client, type Directory, inPool, type User } from './directory.ts';
import type { Tokens } from './tokens.ts';
import type { InvokeFunction } from './triggers.ts';

/** Dependencies of every operation. */
export interface CognitoContext {
  readonly directory: Directory;
  readonly tokens: Tokens;
  readonly sessions: ChallengeSessions;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly invokeFunction: InvokeFunction;
  /** Prints a line to the owner of the laptop, who has no mailbox here. */
  readonly notify: (line: string) => void;
}

export const saveUser = ({ directory }: CognitoContext, user: User): Promise<void> =>
  directory.users.put(inPool(user.poolId, user.username), user);

export const incorrectPassword = (): AwsError =>
  new AwsError('NotAuthorizedException', 'Incorrect username or password.');

/** Throws unless a confidential client proves that it knows its secret (API reference, "SecretHash"). */
export function assertSecretHash(client: Client, username: string, given: string | undefined): void {
  if (client.secret === undefined) return;
  if (given === undefined) {
    throw new AwsError(
      'NotAuthorizedException',
      `Client ${client.id} is configured with secret but SECRET_HASH was not received`,
    );
  }
  const expected = createHmac('sha256', client.secret).update(`${username}${client.id}`).digest('base64');
  if (expected !== given) {
    throw new AwsError('NotAuthorizedException', `Unable to verify secret hash for client ${client.id}`);
  }
}
