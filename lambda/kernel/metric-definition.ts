export type MetricUnit = 'Count' | 'Milliseconds' | 'Percent' | 'None';

export interface MetricDefinition {
  readonly unit: MetricUnit;
  readonly dimensions: readonly string[];
  readonly description: string;
}
