import type { TemplateResource } from '../emulator.ts';
import { type PolicyStatement, parsePolicy } from '../iam/policy.ts';
import { allowsService, contextOfService } from '../iam/resource-policy.ts';
import { keyObstacle } from '../kms/key-obstacle.ts';
import { ruleOf } from './rules.ts';

const EVENTS = 'events.amazonaws.com';

/**
 * Refuses rules whose events would never arrive in a queue of the templates, as a target or as its dead
 * letters: AWS deploys them and counts each event as failed.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
 * @throws Error that names the rule, the queue and what its policies lack
 */
export function checkRuleTargets(resources: readonly TemplateResource[]): void {
  const queues = new Map(
    resources.filter(({ type }) => type === 'AWS::SQS::Queue').map((queue) => [queue.arn, queue]),
  );
  for (const resource of resources.filter(({ type }) => type === 'AWS::Events::Rule')) {
    const rule = ruleOf(resource);
    const arns = rule.targets.flatMap(({ Arn, DeadLetterConfig }) => [Arn, DeadLetterConfig?.Arn ?? '']);
    for (const arn of arns) {
      const queue = queues.get(arn);
      const obstacle = queue && obstacleOf(queue, rule.arn, resources);
      if (obstacle)
        throw new Error(`${resource.stack}/${resource.logicalId} could not send to ${arn}: ${obstacle}`);
    }
  }
}

function obstacleOf(
  { ref, arn = '', properties }: TemplateResource,
  ruleArn: string,
  resources: readonly TemplateResource[],
): string | undefined {
  const context = contextOfService(ruleArn);
  const send = { action: 'sqs:SendMessage', resource: arn, context };
  if (!allowsService(policyOf(ref, resources), EVENTS, send))
    return `the queue's policy does not let ${EVENTS} call sqs:SendMessage`;
  return keyObstacle(properties.KmsMasterKeyId, { service: EVENTS, context }, resources);
}

function policyOf(queueUrl: string, resources: readonly TemplateResource[]): readonly PolicyStatement[] {
  return resources
    .filter(
      ({ type, properties }) =>
        type === 'AWS::SQS::QueuePolicy' &&
        ((properties.Queues ?? []) as readonly string[]).includes(queueUrl),
    )
    .flatMap(({ properties, logicalId }) => parsePolicy(properties.PolicyDocument, logicalId));
}
