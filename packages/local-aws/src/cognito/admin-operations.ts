import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { assertChangedAttributes, assertNewAttributes, withAttributes } from './attributes.ts';
import { type CognitoContext, saveUser } from './context.ts';
import {
  groupOf,
  groupsOfUser,
  inPool,
  type Pool,
  poolOf,
  randomId,
  type User,
  userOf,
} from './directory.ts';
import { attributeList, type Operation, operation, toAttributeList, toSeconds } from './operation.ts';
import { withPassword } from './passwords.ts';
import { groupView } from './pool-operations.ts';
import { adminMfaPreferenceInput, mfaSettings, setPreference } from './totp-enrollment.ts';
import { listUsers, listUsersInput } from './user-list.ts';
import { assertAliasesFree, createUser, sendCode, userView } from './users.ts';

const who = z.object({ UserPoolId: z.string(), Username: z.string().min(1) });

/** What administrators do with users; IAM guards every one of these. */
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
        assertNewAttributes(pool, input.UserAttributes, { requireAll: false });
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
          status: 'FORCE_CHANGE_PASSWORD',
          password: { text: password, temporary: true },
          takeAlias: input.ForceAliasCreation,
        });
        if (input.MessageAction !== 'SUPPRESS' && input.TemporaryPassword === undefined) {
          context.notify(`Cognito: the temporary password of ${user.username} is ${password}`);
        }
        return { User: userView(user) };
      },
    ),

    AdminGetUser: onUser(z.object({}), (_pool, user) => ({
      Username: user.username,
      UserAttributes: toAttributeList(user.attributes),
      UserCreateDate: toSeconds(user.createdAt),
      UserLastModifiedDate: toSeconds(user.modifiedAt),
      Enabled: user.enabled,
      UserStatus: user.status,
      ...mfaSettings(user),
    })),

    AdminSetUserPassword: onUser(
      z.object({ Password: z.string(), Permanent: z.boolean().default(false) }),
      (pool, user, { Password, Permanent }) =>
        save({
          ...withPassword(pool, user, Password, { temporary: !Permanent, now: clock.now() }),
          status: Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
        }),
    ),

    AdminResetUserPassword: onUser(z.object({}), async (_pool, user) => {
      await sendCode(context, { ...user, status: 'RESET_REQUIRED' }, 'password');
      return {};
    }),

    AdminUpdateUserAttributes: onUser(z.object({ UserAttributes: attributeList }), (pool, user, input) => {
      assertChangedAttributes(pool, user, input.UserAttributes);
      const changed = withAttributes(user, input.UserAttributes, clock.now());
      assertAliasesFree(context, changed);
      return save(changed);
    }),

    AdminConfirmSignUp: onUser(z.object({}), (_pool, user) => {
      if (user.status !== 'UNCONFIRMED') {
        throw new AwsError(
          'NotAuthorizedException',
          `User cannot be confirmed. Current status is ${user.status}`,
        );
      }
      return save({ ...user, status: 'CONFIRMED' });
    }),

    AdminDisableUser: onUser(z.object({}), (_pool, user) => save({ ...user, enabled: false })),
    AdminEnableUser: onUser(z.object({}), (_pool, user) => save({ ...user, enabled: true })),

    AdminDeleteUser: onUser(z.object({}), async (pool, user) => {
      await context.tokens.revokeAll(user);
      await directory.users.delete(inPool(pool.id, user.username));
      return {};
    }),

    AdminUserGlobalSignOut: onUser(z.object({}), async (_pool, user) => {
      await context.tokens.revokeAll(user);
      return {};
    }),

    AdminSetUserMFAPreference: operation(adminMfaPreferenceInput, (input) => {
      const user = userOf(directory, poolOf(directory, input.UserPoolId), input.Username);
      return setPreference(context, user, input.SoftwareTokenMfaSettings);
    }),

    AdminAddUserToGroup: onUser(z.object({ GroupName: z.string() }), (pool, user, { GroupName }) => {
      groupOf(directory, pool.id, GroupName);
      return save({ ...user, groups: [...new Set([...user.groups, GroupName])] });
    }),

    AdminRemoveUserFromGroup: onUser(z.object({ GroupName: z.string() }), (pool, user, { GroupName }) => {
      groupOf(directory, pool.id, GroupName);
      return save({ ...user, groups: user.groups.filter((name) => name !== GroupName) });
    }),

    AdminListGroupsForUser: onUser(z.object({}), (_pool, user) => ({
      Groups: groupsOfUser(directory, user).map(groupView),
    })),

    ListUsers: operation(listUsersInput, (input) => listUsers(directory, input)),

    ListUsersInGroup: operation(
      z.object({ UserPoolId: z.string(), GroupName: z.string() }),
      ({ UserPoolId, GroupName }) => {
        groupOf(directory, UserPoolId, GroupName);
        const members = [...directory.users.values()].filter(
          ({ poolId, groups }) => poolId === UserPoolId && groups.includes(GroupName),
        );
        return { Users: members.map(userView) };
      },
    ),
  };
}

/** Random, with one character of each kind that a policy can ask for. */
const makeTemporaryPassword = (): string => `${randomId(16)}aA1!`;
