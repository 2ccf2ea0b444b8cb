/** An event that an AWS service sends to the default event bus. */
export interface ServiceEvent {
  /** Such as `aws.states`. */
  readonly source: string;
  readonly detailType: string;
  /** ARNs of what the event is about. */
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}
