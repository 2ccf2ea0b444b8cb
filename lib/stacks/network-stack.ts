import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { FunctionNetwork } from '../constructs/function-network.ts';
import type { NetworkSettings } from '../network.ts';

export interface NetworkStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly settings: NetworkSettings;
}

/** The network that every function runs in. */
export class NetworkStack extends Stack {
  readonly functions: FunctionNetwork;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    this.functions = new FunctionNetwork(this, 'Network', props);
  }
}

/** Adds the stack; does nothing if functions run outside a network. */
export function addNetworkStack(
  scope: Construct,
  prefix: string,
  props: Omit<NetworkStackProps, 'settings'>,
): NetworkStack | undefined {
  const { network } = props.config;
  return network ? new NetworkStack(scope, `${prefix}-Network`, { ...props, settings: network }) : undefined;
}
