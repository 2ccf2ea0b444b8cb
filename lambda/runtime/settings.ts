import * as z from 'zod';
import { type Generations, generationsSchema } from '../contract/generations.ts';
import { type ImportBuckets, importBucketsSchema } from '../contract/import-buckets.ts';
import { type ShadowReadPolicy, shadowReadPolicy } from '../contract/migrations.ts';
import { type VerificationPolicy, verificationPolicySchema } from '../contract/policy.ts';
import { type Quotas, quotasSchema } from '../contract/rate-limits.ts';
import { type ReconciliationPolicy, reconciliationPolicy } from '../contract/reconciliations.ts';
import { type SecondRegion, secondRegion } from '../contract/replication.ts';
import { ENV_SCHEMAS, type FunctionName } from './env.ts';

/**
 * The environment of a function, checked at cold start.
 * @throws Error that names every variable that is missing or wrong
 */
export function readEnv<Name extends FunctionName>(name: Name): z.infer<(typeof ENV_SCHEMAS)[Name]> {
  const parsed = ENV_SCHEMAS[name].safeParse(process.env);
  if (!parsed.success) throw new Error(`environment of ${name}: ${z.prettifyError(parsed.error)}`);
  return parsed.data as z.infer<(typeof ENV_SCHEMAS)[Name]>;
}

/** The role that the function takes to work for a tenant; undefined for one that touches no tenant's data. */
export const tenantRoleArn = (): string | undefined => process.env.TENANT_ROLE_ARN;

export const parsePolicy = (json: string): VerificationPolicy =>
  verificationPolicySchema.parse(JSON.parse(json));
export const parseGenerations = (json: string): Generations => generationsSchema.parse(JSON.parse(json));
export const parseReconciliationPolicy = (json: string): ReconciliationPolicy =>
  reconciliationPolicy.parse(JSON.parse(json));
export const parseShadowReadPolicy = (json: string): ShadowReadPolicy =>
  shadowReadPolicy.parse(JSON.parse(json));
export const parseTenants = (json: string): readonly string[] => z.array(z.string()).parse(JSON.parse(json));
export const parseImportBuckets = (json: string): ImportBuckets =>
  importBucketsSchema.parse(JSON.parse(json));
export const parseQuotas = (json: string): Quotas => quotasSchema.parse(JSON.parse(json));
/** Undefined where the deployment has no second region. */
export const parseSecondRegion = (json: string | undefined): SecondRegion | undefined =>
  json === undefined ? undefined : secondRegion.parse(JSON.parse(json));
