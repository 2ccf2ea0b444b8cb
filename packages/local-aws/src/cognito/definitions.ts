import { z } from 'zod';

/**
 * Properties of pools in the templates, by Amazon's own names.
 * Members that change nothing on a laptop are dropped.
 */

const attributeSchema = z.object({
  Name: z.string(),
  AttributeDataType: z.enum(['String', 'Number', 'DateTime', 'Boolean']).default('String'),
  Mutable: z.boolean().default(true),
  Required: z.boolean().default(false),
  StringAttributeConstraints: z
    .object({ MinLength: z.coerce.string().optional(), MaxLength: z.coerce.string().optional() })
    .optional(),
  NumberAttributeConstraints: z
    .object({ MinValue: z.coerce.string().optional(), MaxValue: z.coerce.string().optional() })
    .optional(),
});
export type AttributeSchema = z.output<typeof attributeSchema>;

const passwordPolicy = z.object({
  MinimumLength: z.number().default(8),
  RequireUppercase: z.boolean().default(false),
  RequireLowercase: z.boolean().default(false),
  RequireNumbers: z.boolean().default(false),
  RequireSymbols: z.boolean().default(false),
  TemporaryPasswordValidityDays: z.number().default(7),
});
export type PasswordPolicy = z.output<typeof passwordPolicy>;

/** Default policies of a pool (Cognito developer guide, "Adding user pool password requirements"). */
const DEFAULT_PASSWORD_POLICY = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
};

export const poolDefinition = z.object({
  PoolName: z.string(),
  Policies: z
    .object({ PasswordPolicy: passwordPolicy.default(DEFAULT_PASSWORD_POLICY) })
    .default({ PasswordPolicy: DEFAULT_PASSWORD_POLICY }),
  Schema: z.array(attributeSchema).default([]),
  AliasAttributes: z.array(z.string()).default([]),
  UsernameAttributes: z.array(z.string()).default([]),
  AutoVerifiedAttributes: z.array(z.string()).default([]),
  UsernameConfiguration: z.object({ CaseSensitive: z.boolean().default(true) }).optional(),
  MfaConfiguration: z.enum(['OFF', 'OPTIONAL', 'ON']).default('OFF'),
  EnabledMfas: z.array(z.string()).default([]),
  LambdaConfig: z
    .object({
      PreTokenGeneration: z.string().optional(),
      PreTokenGenerationConfig: z
        .object({ LambdaArn: z.string(), LambdaVersion: z.enum(['V1_0', 'V2_0']) })
        .optional(),
      DefineAuthChallenge: z.string().optional(),
      CreateAuthChallenge: z.string().optional(),
      VerifyAuthChallengeResponse: z.string().optional(),
    })
    .default({}),
});
export type PoolDefinition = z.output<typeof poolDefinition>;

const timeUnit = z.enum(['seconds', 'minutes', 'hours', 'days']);

export const clientDefinition = z.object({
  ClientName: z.string(),
  GenerateSecret: z.boolean().default(false),
  ExplicitAuthFlows: z
    .array(z.string())
    .default(['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']),
  AllowedOAuthFlows: z.array(z.string()).default([]),
  AllowedOAuthScopes: z.array(z.string()).default([]),
  AccessTokenValidity: z.number().default(1),
  IdTokenValidity: z.number().default(1),
  RefreshTokenValidity: z.number().default(30),
  TokenValidityUnits: z
    .object({
      AccessToken: timeUnit.default('hours'),
      IdToken: timeUnit.default('hours'),
      RefreshToken: timeUnit.default('days'),
    })
    .default({ AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' }),
  AuthSessionValidity: z.number().default(3),
  PreventUserExistenceErrors: z.enum(['LEGACY', 'ENABLED']).default('LEGACY'),
  ReadAttributes: z.array(z.string()).optional(),
  WriteAttributes: z.array(z.string()).optional(),
  RefreshTokenRotation: z
    .object({ Feature: z.enum(['ENABLED', 'DISABLED']), RetryGracePeriodSeconds: z.number().default(0) })
    .default({ Feature: 'DISABLED', RetryGracePeriodSeconds: 0 }),
});
export type ClientDefinition = z.output<typeof clientDefinition>;

export const groupDefinition = z.object({
  GroupName: z.string(),
  Description: z.string().optional(),
  Precedence: z.number().optional(),
  RoleArn: z.string().optional(),
});
export type GroupDefinition = z.output<typeof groupDefinition>;

export const resourceServerDefinition = z.object({
  Identifier: z.string(),
  Name: z.string(),
  Scopes: z.array(z.object({ ScopeName: z.string(), ScopeDescription: z.string() })).default([]),
});
export type ResourceServerDefinition = z.output<typeof resourceServerDefinition>;

const SECONDS: Readonly<Record<z.output<typeof timeUnit>, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
};

/** Life of a client's tokens of one kind, in seconds. */
export function tokenLifeSeconds(
  client: ClientDefinition,
  kind: 'AccessToken' | 'IdToken' | 'RefreshToken',
): number {
  return client[`${kind}Validity`] * SECONDS[client.TokenValidityUnits[kind]];
}
