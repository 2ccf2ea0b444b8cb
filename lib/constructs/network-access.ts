import type { IVpc, SecurityGroup, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { FunctionNetwork } from './function-network.ts';

/**
 * Actions by which Lambda connects a function to a network, with the function's role.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
const CONNECT = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

interface Placement {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly securityGroups: SecurityGroup[];
}

/** Lets Lambda connect a function with this role to the network, and returns where the function is. */
export function runInNetwork(role: Role, { vpc, subnets, securityGroup }: FunctionNetwork): Placement {
  role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: CONNECT, resources: ['*'] }));
  // Lambda does it in the role's name, too; only calls of the code itself carry the function's ARN
  role.addToPolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      actions: CONNECT,
      resources: ['*'],
      conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    }),
  );
  return { vpc, vpcSubnets: { subnets: [...subnets] }, securityGroups: [securityGroup] };
}
