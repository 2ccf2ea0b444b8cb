import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface AlarmTopicProps {
  /** An email address, or the ARN of a topic. */
  readonly target: string;
  readonly key: IKey;
}

/**
 * Where alarms are sent. CloudWatch publishes to an encrypted topic only where the topic's policy lets it
 * publish and the key's policy lets it encrypt (Amazon SNS Developer Guide, "Enable compatibility between
 * event sources from AWS services and encrypted topics").
 */
export class AlarmTopic extends Construct {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, { target, key }: AlarmTopicProps) {
    super(scope, id);
    if (target.startsWith('arn:')) {
      this.topic = Topic.fromTopicArn(this, 'Topic', target);
      return;
    }
    const topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
    topic.addSubscription(new EmailSubscription(target));
    const cloudWatch = {
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    };
    topic.addToResourcePolicy(
      new PolicyStatement({ ...cloudWatch, actions: ['sns:Publish'], resources: [topic.topicArn] }),
    );
    key.addToResourcePolicy(
      new PolicyStatement({
        ...cloudWatch,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    );
    this.topic = topic;
  }
}
