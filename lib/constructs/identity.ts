import { Aws, Duration, Fn } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  ClientAttributes,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
  type UserPoolClient,
  UserPoolOperation,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { ANSWER_WITHIN_MINUTES } from '../../lambda/face-login/contract.ts';
import {
  API_RESOURCE_SERVER,
  API_SCOPES,
  BACKEND_CLIENTS_SEPARATOR,
  backendClientsParameter,
  GRANTED_SCOPES,
  type GrantedScope,
  OPERATOR_ROLES,
  type OperatorRole,
  TENANT_ATTRIBUTE,
  TENANT_RESOURCE_SERVER,
  TENANTS_PER_RESOURCE_SERVER,
} from '../../lambda/kernel/tenancy.ts';
import type { DeploymentConfig } from '../config.ts';
import { LOCAL_STAGE } from '../config-schema.ts';
import { acknowledge } from './acknowledge.ts';
import type { FaceLogin } from './face-login.ts';
import { isDeletionProtected, removalPolicyOf } from './removal-policy.ts';

export interface IdentityProps {
  readonly config: DeploymentConfig;
  /** Adds scopes and tenant to access tokens, which lack custom attributes. */
  readonly tokenTrigger: IFunction;
  /** Triggers of sign-ins by face; undefined where no tenant has them. */
  readonly faceLogin: FaceLogin | undefined;
}

const MINIMUM_PASSWORD_LENGTH = 12;
/** Short, since an access token cannot be revoked; the refresh token renews it unnoticed. */
const ACCESS_TOKEN_MINUTES = 15;

/** Groups of operators; the first one's name is older than the other roles. */
const GROUPS: Readonly<Record<OperatorRole, { readonly id: string; readonly description: string }>> = {
  administrator: {
    id: 'Operators',
    description: 'People who administer: jobs, migrations, lockouts, deletions, reopened cases',
  },
  reviewer: { id: 'Reviewers', description: 'People who decide review cases and see their images' },
  viewer: { id: 'Viewers', description: 'People who read reports with scores and reasons, and no images' },
};

/**
 * Callers: end users with their own tokens, backends as machine clients of their tenant, operators by group.
 */
export class Identity extends Construct {
  readonly userPool: UserPool;
  readonly endUserClient: UserPoolClient;
  readonly tokenEndpoint: string;

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id);
    const { config, faceLogin } = props;
    const required = config.multiFactor === 'required';
    this.userPool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      customAttributes: { [TENANT_ATTRIBUTE]: new StringAttribute({ mutable: false, maxLen: 31 }) },
      passwordPolicy: {
        minLength: MINIMUM_PASSWORD_LENGTH,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      mfa: required ? Mfa.REQUIRED : Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      // access token customization starts with the Essentials plan, threat protection with Plus
      featurePlan: config.protectData ? FeaturePlan.PLUS : FeaturePlan.ESSENTIALS,
      ...(config.protectData
        ? { standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION }
        : {}),
      deletionProtection: isDeletionProtected(config),
      removalPolicy: removalPolicyOf(config),
    });
    this.userPool.addTrigger(
      UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      props.tokenTrigger,
      LambdaVersion.V2_0,
    );
    if (faceLogin) {
      this.userPool.addTrigger(UserPoolOperation.DEFINE_AUTH_CHALLENGE, faceLogin.define);
      this.userPool.addTrigger(UserPoolOperation.CREATE_AUTH_CHALLENGE, faceLogin.create);
      this.userPool.addTrigger(UserPoolOperation.VERIFY_AUTH_CHALLENGE_RESPONSE, faceLogin.verify);
    }
    acknowledge(this.userPool, {
      ...(required
        ? {}
        : {
            'AwsSolutions-COG2':
              'In stages without real people users may choose; multiFactor is "required" in prod.',
          }),
      ...(config.protectData
        ? {}
        : {
            'AwsSolutions-COG3':
              'Threat protection requires the Plus plan, which stages without real people do not pay for.',
            'AwsSolutions-COG8':
              'The Plus plan is billed by user; stages without real people use Essentials.',
          }),
    });

    for (const [role, { id: groupId, description }] of Object.entries(GROUPS)) {
      new CfnUserPoolGroup(this, groupId, {
        userPoolId: this.userPool.userPoolId,
        groupName: OPERATOR_ROLES[role as OperatorRole].group,
        description,
      });
    }

    this.endUserClient = this.userPool.addClient('EndUsers', {
      // by SRP no password leaves the app; the laptop's accounts protect nothing, and curl can sign them in
      authFlows: {
        userSrp: true,
        userPassword: config.stage === LOCAL_STAGE,
        ...(faceLogin ? { custom: true } : {}),
      },
      ...(faceLogin ? { authSessionValidity: Duration.minutes(ANSWER_WITHIN_MINUTES) } : {}),
      accessTokenValidity: Duration.minutes(ACCESS_TOKEN_MINUTES),
      idTokenValidity: Duration.minutes(ACCESS_TOKEN_MINUTES),
      refreshTokenValidity: Duration.days(1),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
      disableOAuth: true,
      // a user who could write this attribute could move into another tenant
      writeAttributes: new ClientAttributes().withStandardAttributes({ email: true }),
    });

    const domain = this.userPool.addDomain('TokenEndpoint', {
      cognitoDomain: { domainPrefix: `face-idv-${config.stage}-${Aws.ACCOUNT_ID}` },
    });
    this.tokenEndpoint = `${domain.baseUrl()}/oauth2/token`;
    this.addBackendClients(config);
  }

  /**
   * Adds one machine client per tenant, `backend-{tenant}`; DescribeUserPoolClient returns its id and secret.
   */
  private addBackendClients(config: DeploymentConfig): void {
    const manage = new ResourceServerScope({
      scopeName: API_SCOPES.manage,
      scopeDescription: 'Run verifications for any user of the own tenant',
    });
    const granted: Readonly<Record<GrantedScope, ResourceServerScope>> = {
      reports: new ResourceServerScope({
        scopeName: API_SCOPES.reports,
        scopeDescription: 'Read reasons and measures of the own tenant, and no images',
      }),
      users: new ResourceServerScope({
        scopeName: API_SCOPES.users,
        scopeDescription: 'Delete faces of users of the own tenant',
      }),
      proofs: new ResourceServerScope({
        scopeName: API_SCOPES.proofs,
        scopeDescription: 'Spend proofs of step-ups of the own tenant',
      }),
      webhooks: new ResourceServerScope({
        scopeName: API_SCOPES.webhooks,
        scopeDescription: 'Manage webhook endpoints of the own tenant',
      }),
    };
    const api = this.userPool.addResourceServer('Api', {
      identifier: API_RESOURCE_SERVER,
      scopes: [
        new ResourceServerScope({ scopeName: API_SCOPES.self, scopeDescription: 'Run the own verification' }),
        manage,
        ...Object.values(OPERATOR_ROLES).map(
          ({ scope, group }) =>
            new ResourceServerScope({
              scopeName: API_SCOPES[scope],
              scopeDescription: `Act as an operator of the group ${group}`,
            }),
        ),
        ...GRANTED_SCOPES.map((scope) => granted[scope]),
      ],
    });
    for (const [index, group] of chunks(config.tenants, TENANTS_PER_RESOURCE_SERVER).entries()) {
      const backends = group.map(({ id, backendScopes }) => ({
        scope: new ResourceServerScope({ scopeName: id, scopeDescription: `Acts for tenant ${id}` }),
        backendScopes,
      }));
      const suffix = index === 0 ? '' : `-${index + 1}`;
      const server: UserPoolResourceServer = this.userPool.addResourceServer(`Tenants${suffix}`, {
        identifier: `${TENANT_RESOURCE_SERVER}${suffix}`,
        scopes: backends.map(({ scope }) => scope),
      });
      const clients = backends.map(({ scope, backendScopes }) =>
        this.userPool.addClient(`Backend-${scope.scopeName}`, {
          userPoolClientName: `backend-${scope.scopeName}`,
          generateSecret: true,
          authFlows: {},
          oAuth: {
            flows: { clientCredentials: true },
            scopes: [
              OAuthScope.resourceServer(api, manage),
              ...backendScopes.map((one) => OAuthScope.resourceServer(api, granted[one])),
              OAuthScope.resourceServer(server, scope),
            ],
          },
          accessTokenValidity: Duration.minutes(ACCESS_TOKEN_MINUTES),
          enableTokenRevocation: true,
        }),
      );
      // the functions take tokens of these clients only
      new StringParameter(this, `BackendClients${suffix}`, {
        parameterName: backendClientsParameter(config.stage, index),
        description: 'App clients of the tenants whose tokens the API takes',
        stringValue: Fn.join(
          BACKEND_CLIENTS_SEPARATOR,
          clients.map(({ userPoolClientId }) => userPoolClientId),
        ),
      });
    }
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
