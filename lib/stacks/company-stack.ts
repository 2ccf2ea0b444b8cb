import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import type { Watched } from '../constructs/alarm-definitions.ts';
import { Ledger } from '../constructs/ledger.ts';
import { ServiceFunctions } from '../constructs/service-functions.ts';
import { DELIVER_WEBHOOK_TIMEOUT, QUEUE_WEBHOOKS_TIMEOUT, WebhookQueues } from '../constructs/webhooks.ts';
import type { DataStack } from './data-stack.ts';
import { dataResources, dataSettings, webhookSettings } from './shared-settings.ts';

export interface CompanyStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly data: DataStack;
}

/**
 * Holds what the rest of the company relies on: the record of what was decided and done, and the path of
 * events to its systems.
 */
export class CompanyStack extends Stack {
  /** Queues to which the functions of the API send. */
  readonly webhooks: WebhookQueues;
  /** Resources that the alarms and the dashboard of the operations stack watch. */
  readonly watched: Pick<Watched, 'ledger' | 'webhooks'>;

  constructor(scope: Construct, id: string, props: CompanyStackProps) {
    super(scope, id, props);
    const { config, data } = props;
    const webhooks = new WebhookQueues(this, 'Webhooks', { key: data.key, stage: config.stage });
    this.webhooks = webhooks;
    const environment = { ...dataSettings(config, data), ...webhookSettings(config, webhooks) };
    const resources = dataResources(data);
    const ledger = new Ledger(this, 'Ledger', { config, resources, environment });
    const queueing = new ServiceFunctions(this, 'QueueWebhooks', {
      config,
      names: ['queue-webhooks'],
      resources,
      environment,
      settings: {
        'queue-webhooks': {
          timeout: QUEUE_WEBHOOKS_TIMEOUT,
          extraStatements: [...webhooks.events.writeStatements, ...webhooks.deliveries.writeStatements],
          // the steps of a replay
          sendsToItself: true,
        },
      },
    });
    const delivering = new ServiceFunctions(this, 'DeliverWebhook', {
      config,
      names: ['deliver-webhook'],
      // receivers are on the internet, to which the network of functions has no way
      resources: { ...resources, network: undefined },
      environment,
      settings: {
        'deliver-webhook': {
          timeout: DELIVER_WEBHOOK_TIMEOUT,
          extraStatements: webhooks.retries.writeStatements,
          // further attempts
          sendsToItself: true,
        },
      },
    });
    webhooks.serve(queueing.functions['queue-webhooks'], delivering.functions['deliver-webhook']);
    this.watched = { ledger, webhooks: webhooks.deadLetters };
  }
}
