/** One value of one metric, as the services publish it about themselves and functions about what they do. */
export interface MetricDatum {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** CloudWatch's unit names: `Count`, `Milliseconds` ... */
  readonly unit: string;
  readonly value: number;
}

/** Where services put what CloudWatch keeps. Writing never fails and never waits. */
export interface Telemetry {
  metric(datum: MetricDatum): void;
  /** One line of a log stream; lines in the embedded metric format become metrics too. */
  line(logGroup: string, logStream: string, message: string): void;
}
