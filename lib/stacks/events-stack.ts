import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HELD, NOTED, RESUMED } from '../../lambda/events/contract.ts';
import { NOTED_REASONS } from '../../lambda/kernel/questions.ts';
import type { DeploymentConfig } from '../config.ts';
import type { Watched } from '../constructs/alarm-definitions.ts';
import { CHORE_TIMEOUT, Housekeeping } from '../constructs/housekeeping.ts';
import { LivenessSamples } from '../constructs/liveness-samples.ts';
import { ServiceFunctions } from '../constructs/service-functions.ts';
import { EVENT_TIMEOUT, SessionEventQueue } from '../constructs/session-event-queue.ts';
import { SessionEvents } from '../constructs/session-events.ts';
import { putEventsTo, startExecution } from '../constructs/statements.ts';
import type { DataStack } from './data-stack.ts';
import type { ServiceStack } from './service-stack.ts';
import { dataResources, dataSettings, replicationSettings } from './shared-settings.ts';
import type { UpkeepStack } from './upkeep-stack.ts';

export interface EventsStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly data: DataStack;
  readonly upkeep: UpkeepStack;
  readonly service: Pick<ServiceStack, 'registration'>;
}

/**
 * Everything that follows from what sessions do: their events, the cases and further runs that come of them,
 * and the chores that move sessions which nothing else would.
 */
export class EventsStack extends Stack {
  /** Resources that the alarms and the dashboard of the operations stack watch. */
  readonly watched: Pick<Watched, 'sessionEvents' | 'chores'>;

  constructor(scope: Construct, id: string, props: EventsStackProps) {
    super(scope, id, props);
    const { config, data, upkeep, service } = props;
    const resources = dataResources(data);
    const environment = {
      ...dataSettings(config, data),
      ...replicationSettings(config, upkeep.replication),
      FACE_DELETION_QUEUE_URL: upkeep.faceDeletions.queue.queueUrl,
      REGISTRATION_STATE_MACHINE_ARN: service.registration.stateMachineArn,
    };
    const sessionEvents = new SessionEvents(this, 'SessionEvents', {
      sessions: data.tables.sessions,
      control: data.tables.control,
      key: data.key,
    });
    const { functions } = new ServiceFunctions(this, 'Events', {
      config,
      names: ['publish-events', 'open-review-cases', 'start-resumed-registration'],
      resources,
      environment,
      settings: {
        'publish-events': { extraStatements: [putEventsTo(this), ...sessionEvents.statements] },
        'open-review-cases': { timeout: EVENT_TIMEOUT },
        'start-resumed-registration': {
          timeout: EVENT_TIMEOUT,
          extraStatements: [startExecution(service.registration)],
        },
      },
    });
    const publisher = functions['publish-events'];
    sessionEvents.serve(publisher);
    const held = new SessionEventQueue(this, 'HeldSessions', {
      key: data.key,
      stage: config.stage,
      types: HELD,
      // by whichever policy a session has pinned
      noted: { types: NOTED, reasons: NOTED_REASONS },
      description: 'Sessions that wait for a person, whose cases are opened',
      consumer: functions['open-review-cases'],
    });
    const resumed = new SessionEventQueue(this, 'ResumedSessions', {
      key: data.key,
      stage: config.stage,
      types: RESUMED,
      description: 'Registrations that a finding has resumed, whose next run is started',
      consumer: functions['start-resumed-registration'],
    });
    const samples = new LivenessSamples(this, 'LivenessSamples', {
      config,
      key: data.key,
      resources,
      environment,
    });
    const chores = new ServiceFunctions(this, 'Chores', {
      config,
      names: ['sweep-sessions', 'watch-review-cases', 'remove-due-entries'],
      resources,
      environment,
      settings: {
        'watch-review-cases': { timeout: CHORE_TIMEOUT },
        'remove-due-entries': {
          extraStatements: config.secondRegion ? upkeep.replication.writeStatements : [],
          timeout: CHORE_TIMEOUT,
        },
        'sweep-sessions': {
          timeout: CHORE_TIMEOUT,
          extraStatements: [startExecution(service.registration), ...upkeep.faceDeletions.writeStatements],
        },
      },
    });
    new Housekeeping(this, 'Housekeeping', { config, functions: chores.functions });
    this.watched = {
      sessionEvents: {
        publisher,
        failed: sessionEvents.failed,
        held: held.deadLetters,
        resumed: resumed.deadLetters,
        samples: samples.deadLetters,
      },
      chores: Object.values(chores.functions),
    };
  }
}
