import type { AccessCheck, CloudRequest } from '../emulator.ts';

/** Where the alarms of this machine live, to name those that do not exist too. */
interface Place {
  readonly region: string;
  readonly accountId: string;
}

interface NamingRequest {
  readonly AlarmNames?: readonly string[];
  readonly DashboardName?: string;
}

/**
 * Returns the IAM checks of a request: alarms and dashboards have ARNs, metrics have none.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export function accessChecks(request: CloudRequest, { region, accountId }: Place): readonly AccessCheck[] {
  const { AlarmNames, DashboardName } = JSON.parse(request.body.toString() || '{}') as NamingRequest;
  const action = `cloudwatch:${request.operation}`;
  switch (request.operation) {
    case 'DescribeAlarms':
      // one that names no alarm asks for them all
      return (AlarmNames ?? ['*']).map((name) => ({
        action,
        resource: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
      }));
    case 'GetDashboard':
      return [{ action, resource: `arn:aws:cloudwatch::${accountId}:dashboard/${DashboardName}` }];
    default:
      return [{ action, resource: '*' }];
  }
}
