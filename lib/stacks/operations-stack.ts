import { CrossStackReferences, ReferenceStrength, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { alarmDefinitions, choresAlarm } from '../constructs/alarm-definitions.ts';
import { OperationsAlarms } from '../constructs/operations-alarms.ts';
import { OperationsDashboard } from '../constructs/operations-dashboard.ts';
import type { CompanyStack } from './company-stack.ts';
import type { EventsStack } from './events-stack.ts';
import type { RightsStack } from './rights-stack.ts';
import type { ServiceStack } from './service-stack.ts';
import type { UpkeepStack } from './upkeep-stack.ts';

export interface OperationsStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly service: Pick<ServiceStack, 'watched'>;
  readonly events: Pick<EventsStack, 'watched'>;
  readonly upkeep: UpkeepStack;
  readonly company: Pick<CompanyStack, 'watched'>;
  readonly rights: Pick<RightsStack, 'chores' | 'erasures'>;
  /** Where alarms are sent; undefined where they only show on the dashboard. */
  readonly topic: ITopic | undefined;
}

/**
 * The dashboard and all alarms: they watch the stacks before them, and no stack needs them.
 *
 * References to what they watch are weak (Fn::GetStackOutput, no export): an export cannot be removed while a
 * stack imports it, so a queue that is no longer needed could not be deleted because an alarm watches it.
 */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    const { config, service, events, upkeep, rights, company, topic } = props;
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);
    const watched = {
      config,
      ...service.watched,
      ...events.watched,
      ...company.watched,
      failedItems: upkeep.failedItems.queue,
      userVectors: upkeep.userVectors.deadLetters,
      shadowReads: upkeep.shadowReads.deadLetters,
      faceDeletions: upkeep.faceDeletions.deadLetters,
      replications: upkeep.replication.deadLetters,
      erasures: {
        passes: rights.erasures.queue.deadLetters,
        withdrawals: rights.erasures.withdrawals,
      },
    };
    new OperationsDashboard(this, 'Dashboard', watched);
    new OperationsAlarms(this, 'Alarms', {
      topic,
      definitions: alarmDefinitions({
        ...watched,
        bulkIndexing: upkeep.bulkIndexing,
        interruptedIndexJobs: upkeep.interruptedIndexJobs.deadLetters,
        migration: upkeep.migration,
        reconciliation: upkeep.reconciliation,
      }),
    });
    // an alarm adds up at most ten metrics, so each stack's chores have one of their own
    new OperationsAlarms(this, 'UpkeepAlarms', { topic, definitions: [choresAlarm(upkeep.chores)] });
    new OperationsAlarms(this, 'RightsAlarms', { topic, definitions: [choresAlarm(rights.chores)] });
  }
}
