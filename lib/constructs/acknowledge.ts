import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts findings of the security rules on a construct and its children.
 * @param reasons finding, such as `AwsSolutions-IAM5[Resource::*]`,
 * -> why it is acceptable, in a sentence that a reviewer can check
 */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason });
}
