import { z } from 'zod';
import { assertNewAttributes } from './attributes.ts';
import { type CognitoContext, saveUser } from './context.ts';
import { groupOf, inPool, type Pool, poolOf, randomId, type User, userOf } from './directory.ts';
import { attributeList, type Operation, operation } from './operation.ts';
import { withPassword } from './passwords.ts';
import { createUser, userView } from './users.ts';

const who = z.object({ UserPoolId: z.string(), Username: z.string().min(1) });

/** Operations of administrators on users; IAM guards each of them. */
export function adminOperations(context: CognitoContext): Readonly<Record<string, Operation>> {
  const { directory, clock } = context;

  /** An operation on one user of one pool. */
  const onUser = <Schema extends z.ZodObject>(
    schema: Schema,
    run: (pool: Pool, user: User, input: z.output<Schema>) => unknown,
  ): Operation =>
    operation(schema.extend(who.shape), (input) => {
      const { UserPoolId, Username } = who.parse(input);
      const pool = poolOf(directory, UserPoolId);
      return run(pool, userOf(directory, pool, Username), input as z.output<Schema>);
    });

  const save = async (user: User): Promise<object> => {
    await saveUser(context, { ...user, modifiedAt: clock.now() });
    return {};
  };

  return {
    AdminCreateUser: operation(
      who.extend({
        TemporaryPassword: z.string().optional(),
        UserAttributes: attributeList,
        MessageAction: z.enum(['RESEND', 'SUPPRESS']).optional(),
        ForceAliasCreation: z.boolean().default(false),
      }),
      async (input) => {
        const pool = poolOf(directory, input.UserPoolId);
        assertNewAttributes(pool, input.UserAttributes);
        const password = input.TemporaryPassword ?? makeTemporaryPassword();
        if (input.MessageAction === 'RESEND') {
          const user = withPassword(pool, userOf(directory, pool, input.Username), password, {
            temporary: true,
            now: clock.now(),
          });
          await saveUser(context, user);
          return { User: userView(user) };
        }
        const user = await createUser(context, pool, {
          username: input.Username,
          attributes: input.UserAttributes,
          temporaryPassword: password,
          takeAlias: input.ForceAliasCreation,
        });
        if (input.MessageAction !== 'SUPPRESS' && input.TemporaryPassword === undefined) {
          context.notify(`Cognito: the temporary password of ${user.username} is ${password}`);
        }
        return { User: userView(user) };
      },
    ),

    AdminSetUserPassword: onUser(
      z.object({ Password: z.string(), Permanent: z.boolean().default(false) }),
      (pool, user, { Password, Permanent }) =>
        save({
          ...withPassword(pool, user, Password, { temporary: !Permanent, now: clock.now() }),
          status: Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
        }),
    ),

    AdminDeleteUser: onUser(z.object({}), async (pool, user) => {
      await context.tokens.revokeAll(user);
      await directory.users.delete(inPool(pool.id, user.username));
      return {};
    }),

    AdminAddUserToGroup: onUser(z.object({ GroupName: z.string() }), (pool, user, { GroupName }) => {
      groupOf(directory, pool.id, GroupName);
      return save({ ...user, groups: [...new Set([...user.groups, GroupName])] });
    }),
  };
}

/** Random, with one character of each kind that a policy can ask for. */
const makeTemporaryPassword = (): string => `${randomId(16)}aA1!`;
