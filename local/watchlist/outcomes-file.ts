import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** How far an entry came, by the key of its line. */
export interface Outcome {
  readonly line: number;
  readonly key: string;
  /** The user pool of the stack that has the entry: another stack does not. */
  readonly stack: string;
  /** `created` is all that is known of an entry whose run was interrupted. */
  readonly outcome: 'created' | 'active' | 'rejected' | 'failed';
  readonly entry_id?: string;
  readonly rejected_for?: readonly string[];
  readonly problem?: string;
}

/** The outcomes of all runs of a file of entries, in a file next to it. */
export interface Outcomes {
  readonly file: string;
  get(key: string): Outcome | undefined;
  /** Is in the file when it returns. */
  record(outcome: Omit<Outcome, 'stack'>): void;
}

export const isEnded = (outcome: Outcome | undefined): outcome is Outcome =>
  outcome?.outcome === 'active' || outcome?.outcome === 'rejected';

/** Opens the outcomes of a stack; the last one of a key counts. */
export function openOutcomes(entriesFile: string, stack: string): Outcomes {
  const file = `${entriesFile}.outcomes.jsonl`;
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const known = new Map<string, Outcome>();
  for (const outcome of text.split('\n').flatMap(parsed))
    if (outcome.stack === stack) known.set(outcome.key, outcome);
  // a run that was killed may have left half a line
  let separator = text === '' || text.endsWith('\n') ? '' : '\n';
  return {
    file,
    get: (key) => known.get(key),
    record: (recorded) => {
      const outcome = { ...recorded, stack };
      appendFileSync(file, `${separator}${JSON.stringify(outcome)}\n`);
      separator = '';
      known.set(outcome.key, outcome);
    },
  };
}

function parsed(line: string): readonly Outcome[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as Outcome];
  } catch {
    return [];
  }
}
