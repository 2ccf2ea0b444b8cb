export interface Workflow<Input> {
  /** Starts the workflow for an input; does nothing if it was already started. */
  start(input: Input): Promise<void>;
}
