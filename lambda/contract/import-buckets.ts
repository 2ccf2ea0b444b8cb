import * as z from 'zod';
import { TENANT_PATTERN } from './tenancy.ts';

/** A bucket of a tenant's own, in this region or another, whose images index jobs may name (whitepaper 5.7). */
const importBucket = z.strictObject({
  tenant: z.string().regex(TENANT_PATTERN),
  bucket: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      'a bucket has 3 to 63 lower-case letters, digits, "." or "-"',
    ),
  /** Where it lies; left out where that is the region of the deployment. */
  region: z.string().min(1).exactOptional(),
  /** What the keys of images begin with; the functions can read nothing else of it. */
  prefix: z
    .string()
    .max(512)
    .regex(/^[^*?]*$/, 'a prefix is no pattern')
    .default(''),
  /** Of the key that its objects are encrypted with, where that is one of KMS. */
  key_arn: z.string().startsWith('arn:').exactOptional(),
});

export const importBucketsSchema = z.array(importBucket);
export type ImportBuckets = z.infer<typeof importBucketsSchema>;

/** Those that one tenant may name. */
export const importBucketsOf = (buckets: ImportBuckets, tenant: string): ImportBuckets =>
  buckets.filter((one) => one.tenant === tenant);
