import { join } from 'node:path';
import { AwsError } from '../aws-error.ts';
import { openJournal } from '../journal.ts';

/** One run of a Distributed Map. Times are seconds since the epoch. */
export interface MapRun {
  readonly mapRunArn: string;
  /** The execution that the Map state belongs to. */
  readonly executionArn: string;
  /** State machine ARN of its child executions. */
  readonly stateMachineArn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly startDate: number;
  readonly stopDate?: number;
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
  readonly totalItems: number;
  readonly totalExecutions: number;
  readonly resultsWritten: number;
}

type Line = Partial<MapRun> & Pick<MapRun, 'mapRunArn'>;

/** Every run of a Distributed Map. */
export class MapRuns {
  readonly #journal: Awaited<ReturnType<typeof openJournal<Line>>>;
  readonly #runs = new Map<string, MapRun>();

  private constructor(journal: Awaited<ReturnType<typeof openJournal<Line>>>) {
    this.#journal = journal;
    for (const line of journal.entries) this.#remember(line);
  }

  static async open(directory: string): Promise<MapRuns> {
    return new MapRuns(await openJournal<Line>(join(directory, 'map-runs.jsonl')));
  }

  /** Adds or changes a run; resolves when that is on disk. */
  async put(changes: Line): Promise<void> {
    this.#remember(changes);
    await this.#journal.append(changes);
  }

  /** Throws `ResourceNotFound`. */
  get(mapRunArn: string): MapRun {
    const run = this.#runs.get(mapRunArn);
    if (!run) throw new AwsError('ResourceNotFound', `Map Run not found: '${mapRunArn}'`);
    return run;
  }

  listOf(executionArn: string): readonly MapRun[] {
    return [...this.#runs.values()].filter((run) => run.executionArn === executionArn);
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  #remember(line: Line): void {
    this.#runs.set(line.mapRunArn, { ...this.#runs.get(line.mapRunArn), ...line } as MapRun);
  }
}
