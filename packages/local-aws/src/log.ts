/** One line for the person who runs the local cloud. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  /** Service or function that says it. */
  readonly source: string;
  readonly message: string;
}

export type Log = (line: LogLine) => void;
