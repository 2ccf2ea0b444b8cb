import { AwsError } from '../aws-error.ts';

/** An entry of PutEvents. */
export interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly EventBusName?: string;
  readonly Resources?: readonly string[];
  /** Seconds since the epoch. */
  readonly Time?: number;
}

export interface EntryError {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_ENTRIES = 10;
const MAX_BYTES = 262_144;

/** Throws `ValidationException` for a request that is refused as a whole. */
export function checkEntries(entries: readonly Entry[]): void {
  if (entries.length < 1 || entries.length > MAX_ENTRIES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MAX_ENTRIES}`,
    );
  }
  if (entries.reduce((sum, entry) => sum + bytesOf(entry), 0) > MAX_BYTES) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
}

/** Bytes that count towards the limit: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
function bytesOf({ Source = '', DetailType = '', Detail = '', Resources = [], Time }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}

const isJsonObject = (text: string): boolean => {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

const required = (name: keyof Entry) => ({
  broken: (entry: Entry) => !entry[name],
  error: {
    ErrorCode: 'InvalidArgument',
    ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  },
});

const ENTRY_RULES: readonly { readonly broken: (entry: Entry) => boolean; readonly error: EntryError }[] = [
  required('Source'),
  required('DetailType'),
  required('Detail'),
  {
    broken: ({ Source = '' }) => Source.startsWith('aws.'),
    error: { ErrorCode: 'NotAuthorizedForSource', ErrorMessage: 'Not authorized for the source.' },
  },
  {
    broken: ({ Detail = '' }) => !isJsonObject(Detail),
    error: { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
  },
];

/** Why one entry is refused, if it is. */
export function entryError(entry: Entry): EntryError | undefined {
  return ENTRY_RULES.find((rule) => rule.broken(entry))?.error;
}
