import { Duration } from 'aws-cdk-lib';
import { FilterRule, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  CHAINED_AUDIT_RECORDS,
  CHAINED_CONTROL_RECORDS,
  CHAINED_SESSION_RECORDS,
} from '../../lambda/ledger/contract.ts';
import type { DeploymentConfig } from '../config.ts';
import type { DataResources } from './granted-access.ts';
import { type ServiceEnvironment, ServiceFunctions } from './service-functions.ts';
import { StreamRecords } from './stream-records.ts';
import { TenantSchedule } from './tenant-schedule.ts';

export interface LedgerProps {
  readonly config: DeploymentConfig;
  readonly resources: DataResources;
  readonly environment: Partial<ServiceEnvironment>;
}

/** Time between seals: what is cut off a chain's end within it shows by its sources alone. */
const SEAL_INTERVAL = Duration.minutes(15);
/** Long enough for some hundreds of tenants, one after another: two calls each. */
const SEAL_TIMEOUT = Duration.minutes(5);

/**
 * A registration leaves some five rows within seconds, which then take one run of the function and one
 * transaction on the chain; nobody waits for a link.
 */
const GATHERED = Duration.seconds(5);

const isNew = ({ eventName }: { readonly eventName: string }) => FilterRule.isEqual(eventName);

/** The functions that chain what was decided and done, and seal the ends of the chains. */
export class Ledger extends Construct {
  readonly chain: IFunction;
  readonly seal: IFunction;
  /** Reports of rows that were given up. */
  readonly failed: Queue;

  constructor(scope: Construct, id: string, { config, resources, environment }: LedgerProps) {
    super(scope, id);
    const { tables, key } = resources;
    const { sortKey, types } = CHAINED_CONTROL_RECORDS;
    const streams = new StreamRecords(this, 'Streams', {
      key,
      batchingWindow: GATHERED,
      rows: [
        {
          id: 'Sessions',
          table: tables.sessions,
          filter: {
            eventName: isNew(CHAINED_SESSION_RECORDS),
            dynamodb: { NewImage: { type: { S: [...CHAINED_SESSION_RECORDS.types] } } },
          },
        },
        {
          id: 'Control',
          table: tables.control,
          filter: {
            eventName: isNew(CHAINED_CONTROL_RECORDS),
            dynamodb: { Keys: { sk: { S: [sortKey] } }, NewImage: { type: { S: [...types] } } },
          },
        },
        { id: 'Audit', table: tables.audit, filter: { eventName: isNew(CHAINED_AUDIT_RECORDS) } },
      ],
    });
    const { functions } = new ServiceFunctions(this, 'Functions', {
      config,
      names: ['chain-ledger', 'seal-ledger'],
      resources,
      environment,
      settings: {
        'chain-ledger': { extraStatements: streams.statements },
        'seal-ledger': { timeout: SEAL_TIMEOUT },
      },
    });
    this.chain = functions['chain-ledger'];
    this.seal = functions['seal-ledger'];
    this.failed = streams.failed;
    streams.serve(this.chain);
    new TenantSchedule(this, 'Seal', {
      fn: this.seal,
      description: 'Seals the ends of the chains that have grown',
      every: SEAL_INTERVAL,
      tenants: config.tenants.map((tenant) => tenant.id),
      maxEventAge: SEAL_INTERVAL,
    });
  }
}
