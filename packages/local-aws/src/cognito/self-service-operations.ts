import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { assertChangedAttributes, assertWritable, readableAttributes, withAttributes } from './attributes.ts';
import { getTokensFromRefreshTokenOperation, initiateAuthOperation } from './authentication.ts';
import { respondToAuthChallengeOperation } from './challenges.ts';
import { assertSecretHash, type CognitoContext, incorrectPassword, saveUser } from './context.ts';
import { type Client, clientOf, findUser, type Pool, poolOf, type User } from './directory.ts';
import { attributeList, type Operation, operation, toAttributeList } from './operation.ts';
import { assertNotLocked, hasPassword, withPassword } from './passwords.ts';
import { failSignIn } from './sign-in.ts';
import {
  associateSoftwareTokenOperation,
  mfaSettings,
  setMfaPreferenceOperation,
  verifySoftwareTokenOperation,
} from './totp-enrollment.ts';
import { assertAliasesFree, deliveryTo, redeemCode, sendCode } from './users.ts';

const account = z.object({
  ClientId: z.string(),
  Username: z.string().min(1),
  SecretHash: z.string().optional(),
});
const signedIn = z.object({ AccessToken: z.string() });

/** Operations of users on themselves: no AWS credentials, but a password, a code or an access token. */
export function selfServiceOperations(context: CognitoContext): Readonly<Record<string, Operation>> {
  const { directory, tokens, clock } = context;

  const accountOf = (
    input: z.output<typeof account>,
  ): { client: Client; pool: Pool; user: User | undefined } => {
    const client = clientOf(directory, input.ClientId);
    assertSecretHash(client, input.Username, input.SecretHash);
    const pool = poolOf(directory, client.poolId);
    return { client, pool, user: findUser(directory, pool, input.Username) };
  };
  const unknownUser = (): AwsError => new AwsError('UserNotFoundException', 'User does not exist.');
  const badCode = (): AwsError =>
    new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');
  const hidesUsers = ({ definition }: Client) => definition.PreventUserExistenceErrors === 'ENABLED';

  return {
    InitiateAuth: initiateAuthOperation(context),
    RespondToAuthChallenge: respondToAuthChallengeOperation(context),
    GetTokensFromRefreshToken: getTokensFromRefreshTokenOperation(context),
    AssociateSoftwareToken: associateSoftwareTokenOperation(context),
    VerifySoftwareToken: verifySoftwareTokenOperation(context),
    SetUserMFAPreference: setMfaPreferenceOperation(context),

    ForgotPassword: operation(account, async (input) => {
      const { client, user } = accountOf(input);
      if (!user) {
        if (!hidesUsers(client)) throw unknownUser();
        return { CodeDeliveryDetails: deliveryTo({ email: `${input.Username}@hidden` }) };
      }
      if (user.status === 'FORCE_CHANGE_PASSWORD') {
        throw new AwsError('NotAuthorizedException', 'User password cannot be reset in the current state.');
      }
      const address = deliveryTo(user.attributes)?.AttributeName;
      if (user.attributes[`${address}_verified`] !== 'true') {
        throw new AwsError(
          'InvalidParameterException',
          'Cannot reset password for the user as there is no registered/verified email or phone_number',
        );
      }
      return { CodeDeliveryDetails: await sendCode(context, user, 'password') };
    }),

    ConfirmForgotPassword: operation(
      account.extend({ ConfirmationCode: z.string(), Password: z.string() }),
      async (input) => {
        const { client, pool, user } = accountOf(input);
        if (!user) throw hidesUsers(client) ? badCode() : unknownUser();
        const redeemed = await redeemCode(context, user, 'password', input.ConfirmationCode);
        const renewed = withPassword(pool, redeemed, input.Password, { temporary: false, now: clock.now() });
        await saveUser(context, { ...renewed, status: 'CONFIRMED' });
        return {};
      },
    ),

    ChangePassword: operation(
      signedIn.extend({ PreviousPassword: z.string(), ProposedPassword: z.string() }),
      async (input) => {
        const { pool, user } = tokens.userOfAccessToken(input.AccessToken);
        assertNotLocked(user, clock.now());
        if (!hasPassword(user, input.PreviousPassword)) return failSignIn(context, user, incorrectPassword());
        const now = clock.now();
        await saveUser(context, withPassword(pool, user, input.ProposedPassword, { temporary: false, now }));
        return {};
      },
    ),

    GetUser: operation(signedIn, ({ AccessToken }) => {
      const { client, user } = tokens.userOfAccessToken(AccessToken);
      return {
        Username: user.username,
        UserAttributes: toAttributeList(readableAttributes(client, user)),
        ...mfaSettings(user),
      };
    }),

    UpdateUserAttributes: operation(signedIn.extend({ UserAttributes: attributeList }), async (input) => {
      const { pool, client, user } = tokens.userOfAccessToken(input.AccessToken);
      assertWritable(client, input.UserAttributes);
      assertChangedAttributes(pool, user, input.UserAttributes);
      const changed = withAttributes(user, input.UserAttributes, clock.now());
      await saveUser(context, changed);
      const addresses = pool.definition.AutoVerifiedAttributes.filter((name) => name in input.UserAttributes);
      const CodeDeliveryDetailsList = [];
      for (const name of addresses) {
        CodeDeliveryDetailsList.push(await sendCode(context, changed, `attribute:${name}`));
      }
      return { CodeDeliveryDetailsList };
    }),

    VerifyUserAttribute: operation(
      signedIn.extend({ AttributeName: z.string(), Code: z.string() }),
      async ({ AccessToken, AttributeName, Code }) => {
        const { user } = tokens.userOfAccessToken(AccessToken);
        const redeemed = await redeemCode(context, user, `attribute:${AttributeName}`, Code);
        const proven = withAttributes(redeemed, { [`${AttributeName}_verified`]: 'true' }, clock.now());
        assertAliasesFree(context, proven);
        await saveUser(context, proven);
        return {};
      },
    ),

    GlobalSignOut: operation(signedIn, async ({ AccessToken }) => {
      await tokens.revokeAll(tokens.userOfAccessToken(AccessToken).user);
      return {};
    }),

    RevokeToken: operation(
      z.object({ Token: z.string(), ClientId: z.string(), ClientSecret: z.string().optional() }),
      async (input) => {
        const client = clientOf(directory, input.ClientId);
        if (client.secret !== input.ClientSecret) {
          throw new AwsError('UnauthorizedException', 'The client secret is not right.');
        }
        await tokens.revoke(client, input.Token);
        return {};
      },
    ),
  };
}
