import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { METRICS, MetricName } from '../kernel/metrics.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';

const UNITS = {
  Count: MetricUnit.Count,
  Milliseconds: MetricUnit.Milliseconds,
  Percent: MetricUnit.Percent,
} as const;

/** Metrics that count nothing. */
type Measured = {
  [Name in MetricName]: (typeof METRICS)[Name]['unit'] extends 'Count' ? never : Name;
}[MetricName];

/** Units that are not `Count`, as in the catalogue, whose texts no function needs to load. */
const MEASURED: { readonly [Name in Measured]: (typeof METRICS)[Name]['unit'] } = {
  ErasureAge: 'Milliseconds',
  ErasureDuration: 'Milliseconds',
  VerificationDuration: 'Milliseconds',
  UserVectorBuildTime: 'Milliseconds',
  FaceDeletionAge: 'Milliseconds',
  ReplicationLag: 'Milliseconds',
  ReplicationBacklogAge: 'Milliseconds',
  HeldSessionAge: 'Milliseconds',
  ReviewCaseOldestAge: 'Milliseconds',
  CollectionFill: 'Percent',
  RekognitionLatency: 'Milliseconds',
  InteractiveCallWaited: 'Milliseconds',
  WebhookLag: 'Milliseconds',
  WebhookAttemptTime: 'Milliseconds',
};

const unitOf = (name: MetricName): keyof typeof UNITS =>
  name in MEASURED ? MEASURED[name as Measured] : 'Count';

/** The namespace is the stage's: Powertools reads it from POWERTOOLS_METRICS_NAMESPACE. */
const metrics = new Metrics();

/** Writes one line of embedded metric format, with the unit and exactly the dimensions of the catalogue. */
export const emitMetric: EmitMetric = (name, value, dimensions) => {
  const metric = metrics.singleMetric();
  // Powertools adds the dimension `service`, which would split a metric by function
  metric.clearDefaultDimensions();
  metric.addDimensions({ ...dimensions });
  metric.addMetric(name, UNITS[unitOf(name)], value);
};
