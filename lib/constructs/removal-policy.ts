import { RemovalPolicy } from 'aws-cdk-lib';
import type { DeploymentConfig } from '../config.ts';

/**
 * Removal policy of data when its resource leaves the template. Protected data stays, except for a resource
 * whose creation is rolled back: it holds nothing, and its name would block the next try (CloudFormation's
 * RetainExceptOnCreate).
 */
export const removalPolicyOf = ({ protectData }: Pick<DeploymentConfig, 'protectData'>): RemovalPolicy =>
  protectData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;

/** Whether stacks and tables refuse to be deleted: not before they have been created once. */
export const isDeletionProtected = ({
  protectData,
  firstDeployment,
}: Pick<DeploymentConfig, 'protectData' | 'firstDeployment'>): boolean => protectData && !firstDeployment;
