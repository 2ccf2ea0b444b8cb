import type { TemplateResource } from '../emulator.ts';
import type { RequestContext } from '../iam/pattern.ts';
import { type PolicyStatement, parsePolicy } from '../iam/policy.ts';
import { allowsService } from '../iam/resource-policy.ts';

/** Properties of AWS::CloudWatch::Alarm that hold the ARNs of what a change of its state is sent to. */
const ACTIONS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'];
const CLOUDWATCH = 'cloudwatch.amazonaws.com';
/** Actions of SNS in the publisher's name on the key of an encrypted topic. */
const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'];

interface Topic {
  readonly resource: TemplateResource;
  /** Undefined for the policy that SNS gives a topic, which lets the whole account publish. */
  readonly policy: readonly PolicyStatement[] | undefined;
}

/**
 * Refuses alarms that would be raised and never arrive: AWS deploys them and drops each notification, with a
 * line in the alarm's history that nobody looks at. Messages themselves are not sent here.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 * @throws Error that names the alarm, the topic and what its policies lack
 */
export function checkAlarmActions(resources: readonly TemplateResource[]): void {
  const topics = new Map(
    resources
      .filter(({ type }) => type === 'AWS::SNS::Topic')
      .map((resource) => [resource.ref, { resource, policy: policyOf(resource, resources) }]),
  );
  for (const alarm of resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm')) {
    const targets = ACTIONS.flatMap((name) => (alarm.properties[name] ?? []) as readonly string[]);
    for (const target of targets) {
      const topic = topics.get(target);
      const obstacle = topic && obstacleOf(topic, alarm, resources);
      if (obstacle)
        throw new Error(`${alarm.stack}/${alarm.logicalId} could not notify ${target}: ${obstacle}`);
    }
  }
}

function policyOf(
  { ref }: TemplateResource,
  resources: readonly TemplateResource[],
): readonly PolicyStatement[] | undefined {
  const policies = resources.filter(
    ({ type, properties }) =>
      type === 'AWS::SNS::TopicPolicy' && ((properties.Topics ?? []) as readonly string[]).includes(ref),
  );
  if (policies.length === 0) return undefined;
  return policies.flatMap(({ properties, logicalId }) => parsePolicy(properties.PolicyDocument, logicalId));
}

function obstacleOf(
  { resource, policy }: Topic,
  alarm: TemplateResource,
  resources: readonly TemplateResource[],
): string | undefined {
  const context = contextOf(alarm);
  const publish = { action: 'sns:Publish', resource: resource.ref, context };
  if (policy && !allowsService(policy, CLOUDWATCH, publish))
    return `the topic's policy does not let ${CLOUDWATCH} call sns:Publish`;
  const keyId = resource.properties.KmsMasterKeyId;
  if (typeof keyId !== 'string') return undefined;
  // the policy of a key of AWS cannot be changed
  if (keyId.startsWith('alias/aws/')) return `the policy of ${keyId} does not let ${CLOUDWATCH} use it`;
  const key = resources.find(({ type, ref, arn }) => type === 'AWS::KMS::Key' && [ref, arn].includes(keyId));
  if (!key) return undefined;
  const { KeyPolicy } = key.properties;
  const statements = KeyPolicy === undefined ? [] : parsePolicy(KeyPolicy, key.logicalId);
  const missing = KEY_ACTIONS.find(
    (action) => !allowsService(statements, CLOUDWATCH, { action, resource: key.arn ?? '*', context }),
  );
  return missing && `the policy of its key does not let ${CLOUDWATCH} call ${missing}`;
}

/** Condition keys of a request that CloudWatch sends for an alarm. */
function contextOf({ arn = '' }: TemplateResource): RequestContext {
  const account = arn.split(':')[4] ?? '';
  return new Map([
    ['aws:sourceaccount', [account]],
    ['aws:sourceowner', [account]],
    ['aws:sourcearn', [arn]],
    ['aws:securetransport', ['true']],
  ]);
}
