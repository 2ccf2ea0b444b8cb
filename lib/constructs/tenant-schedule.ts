import type { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { TENANTS_PER_RULE } from '../../lambda/kernel/tenancy.ts';

export interface TenantScheduleProps {
  readonly fn: IFunction;
  readonly description: string;
  readonly every: Duration;
  /** Those that the function is to work for; there is no rule where there are none. */
  readonly tenants: readonly string[];
  /** A later run makes up for what an older event would have done. @default - a day, as Lambda has it */
  readonly maxEventAge?: Duration;
}

/**
 * Rules that call a function by the clock and name the tenants in their input: an environment holds 4 KB,
 * which is too little for some hundreds of them.
 */
export class TenantSchedule extends Construct {
  constructor(scope: Construct, id: string, props: TenantScheduleProps) {
    super(scope, id);
    const { fn, description, every, tenants, maxEventAge } = props;
    for (let first = 0; first < tenants.length; first += TENANTS_PER_RULE) {
      new Rule(this, `Rule${first / TENANTS_PER_RULE}`, {
        description,
        schedule: Schedule.rate(every),
        targets: [
          new LambdaFunction(fn, {
            event: RuleTargetInput.fromObject({ tenants: tenants.slice(first, first + TENANTS_PER_RULE) }),
            ...(maxEventAge ? { maxEventAge } : {}),
          }),
        ],
      });
    }
  }
}
