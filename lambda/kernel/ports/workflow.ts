export interface Workflow<Input> {
  /** Starts the workflow for an input; what was started already is left alone. */
  start(input: Input): Promise<void>;
}
