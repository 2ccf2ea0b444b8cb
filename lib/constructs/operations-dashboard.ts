import { Duration } from 'aws-cdk-lib';
import { Dashboard, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Watched } from './alarm-definitions.ts';
import { graph, heading, PERIOD } from './dashboard-widgets.ts';
import { faultWidgets } from './fault-widgets.ts';
import { metricsOf, type StageMetrics, waitingIn } from './metric.ts';
import { overviewWidgets } from './overview-widgets.ts';
import { rekognitionWidgets, shardWidgets } from './rekognition-widgets.ts';
import { verificationWidgets } from './verification-widgets.ts';

type WatchedByAlarms =
  | 'config'
  | 'api'
  | 'registration'
  | 'deadLetters'
  | 'failedItems'
  | 'faceDeletions'
  | 'userVectors'
  | 'replications';

export interface OperationsDashboardProps extends Pick<Watched, WatchedByAlarms> {
  /** Messages of shadow reads that were set aside. */
  readonly shadowReads: IQueue;
  readonly lateChecks: IQueue;
}

/** The operations dashboard (whitepaper 8): outcomes, reasons, Rekognition, shards, faults. */
export class OperationsDashboard extends Construct {
  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    super(scope, id);
    const { failedItems, userVectors, shadowReads, replications } = props;
    const metrics = metricsOf(props.config.stage);
    const dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.hours(12) });
    dashboard.addWidgets(
      heading('Overview', 'The whole time that is shown. Limits are those of the deployed policy.'),
    );
    dashboard.addWidgets(...overviewWidgets(metrics, props.config.policy, PERIOD));
    dashboard.addWidgets(
      heading('Verifications', 'Outcomes of sessions, and why. Reasons are the codes in docs/errors.md.'),
    );
    dashboard.addWidgets(...verificationWidgets(metrics));
    dashboard.addWidgets(heading('Rekognition', 'Billed calls, latency and errors, by operation.'));
    dashboard.addWidgets(...rekognitionWidgets(metrics));
    dashboard.addWidgets(
      heading('Shards', 'Searches and faces by shard; an even distribution means a healthy shard key.'),
    );
    dashboard.addWidgets(...shardWidgets(metrics, userVectors));
    dashboard.addWidgets(heading('Bulk indexing', 'Outcomes of the rows of index jobs, and their rate.'));
    dashboard.addWidgets(
      graph('Rows by outcome', [metrics.search('BulkItem', { statistic: 'Sum', period: PERIOD })]),
      graph('Rows that failed and wait for a person', [waitingIn(failedItems, PERIOD)]),
      graph('Jobs that ended, and files of their outcomes', [
        metrics.search('IndexJobEnded', { statistic: 'Sum', period: PERIOD }),
        metrics.search('OutcomesMerged', { statistic: 'Sum', period: PERIOD }),
      ]),
    );
    dashboard.addWidgets(
      heading('Migrations', 'Faces copied to another generation, and those that could not be.'),
    );
    dashboard.addWidgets(
      graph('Images by outcome', [metrics.search('FaceMigrated', { statistic: 'Sum', period: PERIOD })]),
      graph('Answers of both generations', [
        metrics.search('ShadowRead', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Comparisons set aside', [waitingIn(shadowReads, PERIOD)]),
    );
    if (props.config.secondRegion) addSecondRegion(dashboard, metrics, replications);
    dashboard.addWidgets(
      heading('Faults', 'Every graph here has an alarm, and every alarm a heading in docs/runbook.md.'),
    );
    dashboard.addWidgets(...faultWidgets(metrics, props));
  }
}

function addSecondRegion(dashboard: Dashboard, metrics: StageMetrics, deadLetters: IQueue): void {
  dashboard.addWidgets(
    heading('Second region', 'How far it is behind the first region, and what it has answered instead.'),
  );
  dashboard.addWidgets(
    graph('Lag, p50 and p95 in ms', [
      metrics.of('ReplicationLag', {}, { period: PERIOD, statistic: 'p50', label: 'p50' }),
      metrics.of('ReplicationLag', {}, { period: PERIOD, statistic: 'p95', label: 'p95' }),
    ]),
    graph('Changes not replicated yet', [
      metrics.of('ReplicationBacklog', {}, { period: PERIOD, statistic: Stats.MAXIMUM }),
    ]),
    graph('Age of the oldest change, in ms', [
      metrics.of('ReplicationBacklogAge', {}, { period: PERIOD, statistic: Stats.MAXIMUM }),
    ]),
    graph('Failed, and set aside', [
      metrics.search('ReplicationFailed', { statistic: 'Sum', period: PERIOD }),
      waitingIn(deadLetters, PERIOD),
    ]),
    graph('Complete for every tenant: 1 or 0', [
      metrics.of('SecondRegionComplete', {}, { period: PERIOD, statistic: Stats.MINIMUM }),
    ]),
    graph('Answered instead of the first region', [
      metrics.search('SecondRegionAnswered', { statistic: 'Sum', period: PERIOD }),
    ]),
  );
}
