import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { removalPolicyOf } from './removal-policy.ts';

/** Both keys that sign tokens: one does, the other is there to change to. */
const NAMES = ['a', 'b'] as const;

/**
 * The keys that sign proofs of step-ups and tokens of sessions. Verifiers know the public halves of both, so
 * that a change of `signing.current` takes one deployment and no token is refused meanwhile.
 */
export class SigningKeys extends Construct {
  /** ARN of the key that signs. */
  readonly current: string;
  /** ARNs of all keys whose tokens verifiers accept. */
  readonly all: readonly string[];

  constructor(scope: Construct, id: string, config: DeploymentConfig) {
    super(scope, id);
    const keys = NAMES.map((name) => {
      const key = new Key(this, name.toUpperCase(), {
        description: `face-idv ${config.stage}: signed tokens, key ${name}`,
        keySpec: KeySpec.ECC_NIST_P256,
        keyUsage: KeyUsage.SIGN_VERIFY,
        removalPolicy: removalPolicyOf(config),
      });
      return [name, key.keyArn] as const;
    });
    this.all = keys.map(([, arn]) => arn);
    this.current = new Map<string, string>(keys).get(config.signing.current) ?? '';
  }

  /** Permission to read the public halves, which are not secret. */
  get readStatement(): PolicyStatement {
    return this.allow(['kms:GetPublicKey']);
  }

  /**
   * Permission to sign, with either key: verifiers accept both, so that holding a function to the current one
   * would keep nobody from anything, and a deployment that changes the key would refuse those who sign while
   * it runs.
   */
  get signStatement(): PolicyStatement {
    return this.allow(['kms:Sign', 'kms:GetPublicKey']);
  }

  private allow(actions: string[]): PolicyStatement {
    return new PolicyStatement({ effect: Effect.ALLOW, actions, resources: [...this.all] });
  }
}
