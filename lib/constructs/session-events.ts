import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { PUBLISHED_CONTROL_RECORDS, PUBLISHED_RECORDS } from '../../lambda/events/contract.ts';
import { StreamRecords } from './stream-records.ts';

export interface SessionEventsProps {
  readonly sessions: TableV2;
  readonly control: TableV2;
  readonly key: IKey;
}

/**
 * Path of events from the transaction that wrote them to the account's event bus: those of sessions from the
 * sessions table, all others from the control table.
 */
export class SessionEvents extends StreamRecords {
  constructor(scope: Construct, id: string, { sessions, control, key }: SessionEventsProps) {
    const { eventName, types } = PUBLISHED_RECORDS;
    super(scope, id, {
      key,
      rows: [
        {
          id: 'SessionEvents',
          table: sessions,
          filter: {
            eventName: FilterRule.isEqual(eventName),
            dynamodb: { NewImage: { type: { S: [...types] } } },
          },
        },
        {
          id: 'OtherEvents',
          table: control,
          filter: {
            eventName: FilterRule.isEqual(PUBLISHED_CONTROL_RECORDS.eventName),
            dynamodb: { Keys: { sk: { S: [PUBLISHED_CONTROL_RECORDS.sortKey] } } },
          },
        },
      ],
    });
  }
}
