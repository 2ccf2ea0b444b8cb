import { Effect, PolicyDocument, PolicyStatement, type PrincipalBase, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export interface LivenessClientRoleProps {
  /** Role of the only function that issues these credentials. */
  readonly assumedBy: PrincipalBase;
}

/**
 * The role of a person's browser while it streams its camera: it may start a Face Liveness session and
 * nothing else. Creating sessions and reading results stay on the server (AWS's shared responsibility for
 * Face Liveness).
 */
export class LivenessClientRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: LivenessClientRoleProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      assumedBy: props.assumedBy,
      description: 'Streams one face liveness check from the browser of an end user',
      inlinePolicies: {
        StartOnly: new PolicyDocument({
          statements: [
            new PolicyStatement({
              effect: Effect.ALLOW,
              actions: ['rekognition:StartFaceLivenessSession'],
              resources: ['*'],
            }),
          ],
        }),
      },
    });
    acknowledge(this.role, {
      'AwsSolutions-IAM5[Resource::*]':
        'StartFaceLivenessSession has no resource in IAM: AWS accepts only "*".',
    });
  }
}
