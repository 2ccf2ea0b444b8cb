import type { TemplateResource } from '../emulator.ts';
import type { RequestContext } from '../iam/pattern.ts';
import { parsePolicy } from '../iam/policy.ts';
import { allowsService } from '../iam/resource-policy.ts';

/** Actions on the key of an encrypted topic or queue that SNS and SQS take in the sender's name. */
const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** A message that a service sends for one of the resources. */
export interface ServiceRequest {
  /** Such as `events.amazonaws.com`. */
  readonly service: string;
  readonly context: RequestContext;
}

/**
 * Returns why a service could not send to what is encrypted with a key; undefined if nothing is in its way,
 * or the key is not of the templates.
 * @param keyId the property `KmsMasterKeyId`
 */
export function keyObstacle(
  keyId: unknown,
  { service, context }: ServiceRequest,
  resources: readonly TemplateResource[],
): string | undefined {
  if (typeof keyId !== 'string') return undefined;
  // the policy of a key of AWS cannot be changed
  if (keyId.startsWith('alias/aws/')) return `the policy of ${keyId} does not let ${service} use it`;
  const key = resources.find(({ type, ref, arn }) => type === 'AWS::KMS::Key' && [ref, arn].includes(keyId));
  if (!key) return undefined;
  const { KeyPolicy } = key.properties;
  const statements = KeyPolicy === undefined ? [] : parsePolicy(KeyPolicy, key.logicalId);
  const missing = KEY_ACTIONS.find(
    (action) => !allowsService(statements, service, { action, resource: key.arn ?? '*', context }),
  );
  return missing && `the policy of its key does not let ${service} call ${missing}`;
}
