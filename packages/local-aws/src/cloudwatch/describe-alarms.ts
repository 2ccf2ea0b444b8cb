import { AwsError } from '../aws-error.ts';
import type { AlarmState } from './alarm-reason.ts';
import type { Alarm } from './alarms.ts';

export interface DescribeAlarmsRequest {
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly StateValue?: AlarmState;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html MaxRecords */
const DEFAULT_RECORDS = 50;
const MAX_RECORDS = 100;

/** Returns a page of the alarms that a request asks for. A token is the name of the last one before it. */
export function describeAlarms(
  {
    AlarmNames,
    AlarmNamePrefix = '',
    StateValue,
    MaxRecords = DEFAULT_RECORDS,
    NextToken,
  }: DescribeAlarmsRequest,
  alarms: ReadonlyMap<string, Alarm>,
): object {
  if (!(MaxRecords >= 1 && MaxRecords <= MAX_RECORDS))
    throw new AwsError(
      'ValidationError',
      `Value '${MaxRecords}' at 'maxRecords' failed to satisfy constraint: Member must be from 1 to ${MAX_RECORDS}`,
    );
  const after = NextToken === undefined ? '' : nameIn(NextToken);
  const left = [...alarms.values()]
    .filter(
      ({ name, state }) =>
        (!AlarmNames || AlarmNames.includes(name)) &&
        name.startsWith(AlarmNamePrefix) &&
        (!StateValue || state === StateValue) &&
        name > after,
    )
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const page = left.slice(0, MaxRecords);
  const last = page.at(-1);
  return {
    MetricAlarms: page.map(viewOf),
    ...(last && left.length > page.length ? { NextToken: Buffer.from(last.name).toString('base64') } : {}),
  };
}

function nameIn(token: string): string {
  const name = Buffer.from(token, 'base64').toString();
  if (Buffer.from(name).toString('base64') !== token)
    throw new AwsError('InvalidNextToken', 'The next token specified is invalid.');
  return name;
}

const viewOf = ({ name, arn, state, reason, changedAt, properties }: Alarm) => ({
  ...properties,
  AlarmName: name,
  AlarmArn: arn,
  StateValue: state,
  StateReason: reason,
  StateUpdatedTimestamp: changedAt / 1000,
  ActionsEnabled: true,
});
