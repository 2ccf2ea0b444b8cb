import { Stack } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISubnet,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { LIST_OBJECTS, READ_IMAGE } from '../../lambda/platform/access.ts';
import type { DeploymentConfig } from '../config.ts';
import type { NetworkSettings } from '../network.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface FunctionNetworkProps {
  readonly config: DeploymentConfig;
  readonly settings: NetworkSettings;
}

/** Private addresses of the network, which is connected to no other. */
const CIDR = '10.0.0.0/16';
/**
 * Bits of a subnet's address: 4,091 addresses, of which Lambda takes one per 65,000 connections.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
const SUBNET_MASK = 20;
const HTTPS = Port.tcp(443);

/** Services that functions call at an address in the network, with the prefix of their actions. */
const INTERFACES = [
  ['Rekognition', InterfaceVpcEndpointAwsService.REKOGNITION, 'rekognition'],
  ['States', InterfaceVpcEndpointAwsService.STEP_FUNCTIONS, 'states'],
  ['Sqs', InterfaceVpcEndpointAwsService.SQS, 'sqs'],
  ['Sts', InterfaceVpcEndpointAwsService.STS, 'sts'],
  ['Events', InterfaceVpcEndpointAwsService.EVENTBRIDGE, 'events'],
  ['Ssm', InterfaceVpcEndpointAwsService.SSM, 'ssm'],
  ['Kms', InterfaceVpcEndpointAwsService.KMS, 'kms'],
] as const;

/**
 * Subnets without a way to the internet, in which functions reach the services they call through
 * endpoints, and nothing else. An endpoint serves the principals of this account only. Lambda itself
 * sends their logs, metrics and traces, outside this network.
 */
export class FunctionNetwork extends Construct {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  /** Of every function. */
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, { config, settings }: FunctionNetworkProps) {
    super(scope, id);
    // (the CDK's types do not support exactOptionalPropertyTypes)
    this.vpc = new Vpc(this, 'Vpc', {
      vpcName: `face-idv-${config.stage}`,
      ipAddresses: IpAddresses.cidr(CIDR),
      maxAzs: settings.zones,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'Functions', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: SUBNET_MASK },
      ],
    }) as IVpc;
    this.subnets = this.vpc.isolatedSubnets;
    const flowLogs = new LogGroup(this, 'FlowLogs', {
      retention: config.logRetentionDays,
      removalPolicy: removalPolicyOf(config),
    });
    this.vpc.addFlowLog('Flow', {
      destination: FlowLogDestination.toCloudWatchLogs(flowLogs),
      // what was allowed would be every call of every function
      trafficType: FlowLogTrafficType.REJECT,
    });
    this.securityGroup = new SecurityGroup(this, 'Functions', {
      vpc: this.vpc,
      description: 'Functions: HTTPS to the endpoints',
      allowAllOutbound: false,
    });
    // the prefix lists of S3 and DynamoDB differ by region, and there is no route but those to the endpoints
    this.securityGroup.addEgressRule(Peer.anyIpv4(), HTTPS, 'HTTPS, for which only endpoints have a route');
    this.addInterfaces();
    this.addGateways(config);
  }

  private addInterfaces(): void {
    const endpoints = new SecurityGroup(this, 'Endpoints', {
      vpc: this.vpc,
      description: 'Endpoints: HTTPS from the functions',
      allowAllOutbound: false,
    });
    endpoints.addIngressRule(this.securityGroup, HTTPS, 'HTTPS from the functions');
    for (const [name, service, prefix] of INTERFACES) {
      const endpoint = this.vpc.addInterfaceEndpoint(name, {
        service,
        subnets: { subnets: [...this.subnets] },
        securityGroups: [endpoints],
        open: false,
        privateDnsEnabled: true,
      });
      endpoint.addToPolicy(this.ofAccount([`${prefix}:*`], ['*'], {}));
    }
  }

  private addGateways({ importBuckets }: DeploymentConfig): void {
    const { account, partition } = Stack.of(this);
    const owned = { 'aws:ResourceAccount': account };
    const s3 = this.vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    s3.addToPolicy(this.ofAccount(['s3:*'], ['*'], owned));
    // buckets of tenants may belong to another account, to which nothing can be written
    const imports = importBuckets.flatMap(({ bucket, prefix }) => {
      const arn = `arn:${partition}:s3:::${bucket}`;
      return [arn, `${arn}/${prefix}*`];
    });
    if (imports.length > 0) s3.addToPolicy(this.ofAccount([...READ_IMAGE, LIST_OBJECTS], imports, {}));
    const dynamo = this.vpc.addGatewayEndpoint('DynamoDb', {
      service: GatewayVpcEndpointAwsService.DYNAMODB,
    });
    dynamo.addToPolicy(this.ofAccount(['dynamodb:*'], ['*'], owned));
  }

  private ofAccount(
    actions: string[],
    resources: string[],
    conditions: Readonly<Record<string, string>>,
  ): PolicyStatement {
    return new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new AnyPrincipal()],
      actions,
      resources,
      conditions: {
        StringEquals: { 'aws:PrincipalAccount': Stack.of(this).account, ...conditions },
      },
    });
  }
}
