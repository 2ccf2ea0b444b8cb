import { type Stack, Token } from 'aws-cdk-lib';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { BucketDeployment } from 'aws-cdk-lib/aws-s3-deployment';
import { acknowledge } from './acknowledge.ts';

/** Actions that the CDK grants its function for copying, as the security rules name them. */
const COPYING = ['s3:GetBucket*', 's3:GetObject*', 's3:List*', 's3:Abort*', 's3:DeleteObject*'];

/** Accepts what the security rules say of the CDK's own function that copies a build into a bucket. */
export function acknowledgeCopies(stack: Stack, { handlerRole }: BucketDeployment, bucket: IBucket): void {
  const copier = handlerRole.node.scope;
  if (!copier) throw new Error('the role of a deployment belongs to its function');
  const account = Token.isUnresolved(stack.account) ? '<AWS::AccountId>' : stack.account;
  const qualifier = stack.synthesizer.bootstrapQualifier ?? 'hnb659fds';
  const destination = stack.getLogicalId(bucket.node.defaultChild as CfnBucket);
  const resources = [
    `arn:aws:s3:::cdk-${qualifier}-assets-${account}-${stack.region}/*`,
    `<${destination}.Arn>/*`,
    // CreateInvalidation is granted by the CDK without a distribution
    '*',
  ];
  acknowledge(copier, {
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
      'The function of the CDK writes its log by the policy that is made for it.',
    'AwsSolutions-L1': 'The CDK chooses the run time of its own function.',
    ...Object.fromEntries(
      [...COPYING.map((action) => `Action::${action}`), ...resources.map((arn) => `Resource::${arn}`)].map(
        (what) => [
          `AwsSolutions-IAM5[${what}]`,
          'The function of the CDK copies every file of the build, while the stack is deployed.',
        ],
      ),
    ),
  });
}
