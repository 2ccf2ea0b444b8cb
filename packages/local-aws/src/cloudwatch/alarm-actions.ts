import type { TemplateResource } from '../emulator.ts';
import { type PolicyStatement, parsePolicy } from '../iam/policy.ts';
import { allowsService, contextOfService } from '../iam/resource-policy.ts';
import { keyObstacle } from '../kms/key-obstacle.ts';

/** Properties of AWS::CloudWatch::Alarm that hold the ARNs of what a change of its state is sent to. */
const ACTIONS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'];
const CLOUDWATCH = 'cloudwatch.amazonaws.com';

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
  const context = contextOfService(alarm.arn ?? '');
  const publish = { action: 'sns:Publish', resource: resource.ref, context };
  if (policy && !allowsService(policy, CLOUDWATCH, publish))
    return `the topic's policy does not let ${CLOUDWATCH} call sns:Publish`;
  return keyObstacle(resource.properties.KmsMasterKeyId, { service: CLOUDWATCH, context }, resources);
}
