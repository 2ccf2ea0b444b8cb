import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import type { DataResources } from './granted-access.ts';
import { type ServiceEnvironment, ServiceFunctions } from './service-functions.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface FaceLoginProps {
  readonly config: DeploymentConfig;
  readonly resources: DataResources;
  readonly environment: Partial<ServiceEnvironment>;
  readonly signing: SigningKeys;
}

/**
 * Cognito waits five seconds for a trigger, and calls it three times.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
const TRIGGER_TIMEOUT = Duration.seconds(5);

/** Triggers of a user pool whose users sign in by face. They are beside the pool: each needs the other. */
export class FaceLogin extends Construct {
  readonly define: IFunction;
  readonly create: IFunction;
  readonly verify: IFunction;
  /** The pre-token-generation trigger. */
  readonly require: IFunction;

  constructor(scope: Construct, id: string, { config, resources, environment, signing }: FaceLoginProps) {
    super(scope, id);
    const timeout = TRIGGER_TIMEOUT;
    const { functions } = new ServiceFunctions(this, 'Triggers', {
      config,
      names: [
        'define-auth-challenge',
        'create-auth-challenge',
        'verify-auth-challenge',
        'require-face-login',
      ],
      resources,
      environment,
      settings: {
        'define-auth-challenge': { timeout },
        'create-auth-challenge': { timeout, extraStatements: [signing.signStatement] },
        'verify-auth-challenge': { timeout },
        'require-face-login': { timeout },
      },
    });
    this.define = functions['define-auth-challenge'];
    this.create = functions['create-auth-challenge'];
    this.verify = functions['verify-auth-challenge'];
    this.require = functions['require-face-login'];
  }
}
