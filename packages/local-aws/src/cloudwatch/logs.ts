import { AwsError } from '../aws-error.ts';
import type { AccessCheck, CloudRequest, Emulator, TemplateResource } from '../emulator.ts';
import type { LogEvent, LogStore } from './log-store.ts';

/** Members of the requests that are read here. */
interface LogsRequest {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logGroupNamePrefix?: string;
  readonly logStreamNames?: readonly string[];
  readonly startTime?: number;
  readonly endTime?: number;
  readonly filterPattern?: string;
  readonly limit?: number;
}

/** Most events in one answer. */
const MAX_EVENTS = 10_000;

/** CloudWatch Logs, enough to read what functions and APIs wrote. */
export function createLogs(store: LogStore, accountId: string, region: string): Emulator {
  const declared = new Map<string, TemplateResource>();
  /** Resource that AWS names if it refuses an operation on the streams of a group. */
  const groupArn = (name: string): string =>
    `arn:aws:logs:${region}:${accountId}:log-group:${name}:log-stream:`;
  const groupOf = (input: LogsRequest): string => {
    const name = nameIn(input);
    if (declared.has(name) || store.groups().includes(name)) return name;
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  };
  const operations: Readonly<Record<string, (input: LogsRequest) => unknown>> = {
    DescribeLogGroups: ({ logGroupNamePrefix = '' }) => ({
      logGroups: [...new Set([...declared.keys(), ...store.groups()])]
        .filter((name) => name.startsWith(logGroupNamePrefix))
        .toSorted()
        .map((logGroupName) => ({
          logGroupName,
          arn: `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:*`,
          retentionInDays: declared.get(logGroupName)?.properties.RetentionInDays,
        })),
    }),
    FilterLogEvents: (input) => ({
      events: selected(store.events(groupOf(input)), input).map(({ time, stream, message }, index) => ({
        eventId: `${time}-${index}`,
        logStreamName: stream,
        timestamp: time,
        ingestionTime: time,
        message,
      })),
    }),
  };
  return {
    service: 'logs',
    operations: Object.keys(operations),
    resourceTypes: ['AWS::Logs::LogGroup'],
    provision: async (resources) => {
      for (const resource of resources) declared.set(resource.ref, resource);
    },
    accessChecks: (request): readonly AccessCheck[] => [
      {
        action: `logs:${request.operation}`,
        resource: request.operation === 'FilterLogEvents' ? groupArn(nameIn(inputOf(request))) : '*',
      },
    ],
    handle: async (request: CloudRequest) => {
      const operation = operations[request.operation ?? ''];
      if (!operation)
        throw new AwsError(
          'UnknownOperationException',
          `CloudWatch Logs ${request.operation} is not emulated.`,
          501,
        );
      const output = operation(inputOf(request));
      return {
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify(output),
      };
    },
    close: async () => {},
  };
}

const inputOf = ({ body }: CloudRequest): LogsRequest => JSON.parse(body.toString() || '{}') as LogsRequest;

const nameIn = ({ logGroupName, logGroupIdentifier = '' }: LogsRequest): string =>
  logGroupName ?? /:log-group:([^:]+)/.exec(logGroupIdentifier)?.[1] ?? '';

/** A filter pattern of plain words: every one must be in the message. */
function selected(events: readonly LogEvent[], input: LogsRequest): LogEvent[] {
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY, logStreamNames, filterPattern = '' } = input;
  const words = filterPattern.match(/"[^"]+"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [];
  return events
    .filter(({ time, stream, message }) => {
      const inTime = time >= startTime && time <= endTime;
      const inStream = !logStreamNames || logStreamNames.includes(stream);
      return inTime && inStream && words.every((word) => message.includes(word));
    })
    .slice(-Math.min(input.limit ?? MAX_EVENTS, MAX_EVENTS));
}
