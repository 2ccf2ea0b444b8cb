import { s3Error } from './s3-error.ts';

/*
 * The policy of a browser upload by POST, as S3 enforces it (S3 API
 * reference, "Browser-Based Uploads Using POST: Creating a POST Policy").
 */

/** Fields that no condition needs to cover. */
const FREE_FIELDS = ['awsaccesskeyid', 'file', 'policy', 'x-amz-signature'];
/**
 * The signer adds these by himself, so some SDKs leave them
 * uncovered; S3 asks for a condition like for any field.
 */
const IGNORED_PREFIX = 'x-ignore-';

export interface FormUpload {
  readonly bucket: string;
  /** Form fields, names in lower case; `key` is the final one, with `${filename}` filled in. */
  readonly fields: ReadonlyMap<string, string>;
  /** Size of the file in bytes. */
  readonly size: number;
}

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly unknown[];
}

/**
 * Refuses an upload that its policy does not allow.
 * @param encoded the `policy` field: base64 of the JSON that was signed.
 * @throws AccessDenied, EntityTooLarge, EntityTooSmall, InvalidPolicyDocument
 */
export function enforcePolicy(encoded: string, upload: FormUpload, nowMs: number): void {
  const policy = parsePolicy(encoded);
  // not "now > expiration": an invalid expiration date must refuse
  if (!(nowMs <= Date.parse(policy.expiration))) throw deny('Policy expired.');
  const covered = new Set(FREE_FIELDS);
  for (const condition of policy.conditions) {
    const { operator, field, operand } = parseCondition(condition);
    if (operator === 'content-length-range') {
      checkSize(upload.size, Number(field), Number(operand));
      continue;
    }
    covered.add(field);
    const value = field === 'bucket' ? upload.bucket : (upload.fields.get(field) ?? '');
    if (operator === 'eq' ? value !== operand : !value.startsWith(operand))
      throw deny(`Policy Condition failed: ["${operator}", "$${field}", "${operand}"]`);
  }
  const extra = [...upload.fields.keys()].filter(
    (name) => !covered.has(name) && !name.startsWith(IGNORED_PREFIX),
  );
  if (extra.length > 0) throw deny(`Extra input fields: ${extra.join(', ')}`);
}

const deny = (reason: string) => s3Error('AccessDenied', `Invalid according to Policy: ${reason}`);

function parsePolicy(encoded: string): Policy {
  let policy: Partial<Policy>;
  try {
    policy = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as Partial<Policy>;
  } catch (cause) {
    throw Object.assign(s3Error('InvalidPolicyDocument'), { cause });
  }
  if (typeof policy.expiration !== 'string')
    throw s3Error('InvalidPolicyDocument', 'Invalid Policy: Policy missing expiration.');
  if (!Array.isArray(policy.conditions))
    throw s3Error('InvalidPolicyDocument', 'Invalid Policy: Policy missing conditions.');
  return { expiration: policy.expiration, conditions: policy.conditions };
}

interface Condition {
  readonly operator: 'eq' | 'starts-with' | 'content-length-range';
  /** Field name in lower case, or the smallest size. */
  readonly field: string;
  readonly operand: string;
}

/**
 * `{"bucket": "b"}`, `["eq", "$key", "k"]`,
 * `["starts-with", "$key", "user/"]`, `["content-length-range", 1, 9]`.
 */
function parseCondition(condition: unknown): Condition {
  if (Array.isArray(condition) && condition.length === 3) {
    const [operator, field, operand] = condition.map(String) as [string, string, string];
    if (operator === 'eq' || operator === 'starts-with')
      return { operator, field: field.replace(/^\$/, '').toLowerCase(), operand };
    if (operator === 'content-length-range') return { operator, field, operand };
  } else if (typeof condition === 'object' && condition !== null && !Array.isArray(condition)) {
    const [pair, ...more] = Object.entries(condition);
    if (pair && more.length === 0)
      return { operator: 'eq', field: pair[0].toLowerCase(), operand: String(pair[1]) };
  }
  throw s3Error('InvalidPolicyDocument', `Invalid Policy: Invalid Condition ${JSON.stringify(condition)}.`);
}

function checkSize(size: number, smallest: number, largest: number): void {
  if (size < smallest)
    throw s3Error('EntityTooSmall', undefined, { ProposedSize: size, MinSizeAllowed: smallest });
  if (size > largest)
    throw s3Error('EntityTooLarge', undefined, { ProposedSize: size, MaxSizeAllowed: largest });
}
