import { StateError } from './state-error.ts';

/** What a Task does and when it is done, read from its Resource. */
export interface Resource {
  /** `function`: a Lambda ARN itself. `optimized`: a service's own integration. `sdk`: any action of any service. */
  readonly integration: 'function' | 'optimized' | 'sdk';
  readonly service: string;
  readonly action: string;
  /** Done when the call returns, when what it started has ended, or when its token comes back. */
  readonly pattern: 'call' | 'sync' | 'sync:2' | 'token';
  readonly arn: string;
}

const FUNCTION_ARN = /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;
const INTEGRATION_ARN =
  /^arn:aws[\w-]*:states:[\w-]*:\d*:(?<sdk>aws-sdk:)?(?<service>[\w-]+):(?<action>\w+)(?:\.(?<pattern>sync|sync:2|waitForTaskToken))?$/;

/** Throws `States.Runtime` for a Resource that nothing here can do, such as an activity. */
export function parseResource(arn: string): Resource {
  if (FUNCTION_ARN.test(arn)) {
    return { integration: 'function', service: 'lambda', action: 'invoke', pattern: 'call', arn };
  }
  const parts = INTEGRATION_ARN.exec(arn)?.groups;
  if (!parts?.service || !parts.action || parts.service === 'activity') {
    throw new StateError('States.Runtime', `The resource '${arn}' is not emulated.`);
  }
  return {
    integration: parts.sdk ? 'sdk' : 'optimized',
    service: parts.service,
    action: parts.action,
    pattern: patternOf(parts.pattern),
    arn,
  };
}

function patternOf(suffix: string | undefined): Resource['pattern'] {
  if (suffix === 'waitForTaskToken') return 'token';
  return suffix === 'sync' || suffix === 'sync:2' ? suffix : 'call';
}
