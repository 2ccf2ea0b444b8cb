import type { MapState, ResultWriter } from '../definition.ts';
import type { ExecutionRecord } from '../execution-index.ts';
import type { MapRun } from '../map-runs.ts';
import { StateError } from '../state-error.ts';
import type { Visit } from '../visit.ts';

type Config = NonNullable<ResultWriter['WriterConfig']>;
type Files = Readonly<Record<'SUCCEEDED' | 'FAILED' | 'PENDING', readonly { Key: string; Size: number }[]>>;

/**
 * Writes what the child executions gave as AWS lays it out: one file by status under the id of the run, and a
 * manifest beside them. Gives where the manifest is; with no Arguments the results themselves, transformed.
 */
export async function writeResults(
  visit: Visit<MapState>,
  writer: ResultWriter,
  mapRun: MapRun,
  children: readonly ExecutionRecord[],
): Promise<unknown> {
  const config = writer.WriterConfig ?? {};
  const location = (await visit.fill(writer.Arguments, 'ResultWriter/Arguments')) as
    | { Bucket?: unknown; Prefix?: unknown }
    | undefined;
  if (location === undefined) return transform(children, config);
  const bucket = String(location.Bucket);
  const id = mapRun.mapRunArn.split(':').at(-1);
  const folder = [location.Prefix, id].filter((part) => part !== undefined && part !== '').join('/');
  try {
    const key = await writeFiles(visit, { bucket, folder }, mapRun, children, config);
    return { MapRunArn: mapRun.mapRunArn, ResultWriterDetails: { Bucket: bucket, Key: key } };
  } catch (error) {
    throw new StateError('States.ResultWriterFailed', (error as Error).message);
  }
}

async function writeFiles(
  visit: Visit<MapState>,
  { bucket, folder }: { readonly bucket: string; readonly folder: string },
  { mapRunArn }: MapRun,
  children: readonly ExecutionRecord[],
  config: Config,
): Promise<string> {
  const { services, roleArn } = visit.run;
  const { objects } = services;
  if (!objects) throw new Error('there is no S3 to write results to');
  const extension = config.OutputType === 'JSONL' ? 'jsonl' : 'json';
  const write = async (status: keyof Files, records: readonly ExecutionRecord[]) => {
    if (records.length === 0) return [];
    const Key = `${folder}/${status}_0.${extension}`;
    const body = Buffer.from(serialize(transform(records, status === 'SUCCEEDED' ? config : {}), config));
    await objects.put(bucket, Key, body, roleArn);
    return [{ Key, Size: body.length }];
  };
  const ResultFiles: Files = {
    FAILED: await write(
      'FAILED',
      children.filter(({ status }) => status !== 'SUCCEEDED'),
    ),
    PENDING: [],
    SUCCEEDED: await write(
      'SUCCEEDED',
      children.filter(({ status }) => status === 'SUCCEEDED'),
    ),
  };
  const key = `${folder}/manifest.json`;
  const manifest = { DestinationBucket: bucket, MapRunArn: mapRunArn, ResultFiles };
  await objects.put(bucket, key, Buffer.from(JSON.stringify(manifest)), roleArn);
  return key;
}

function transform(
  children: readonly ExecutionRecord[],
  { Transformation = 'NONE' }: Config,
): readonly unknown[] {
  if (Transformation === 'NONE') return children.map(described);
  const outputs = children.map((child) =>
    child.output === undefined ? described(child) : JSON.parse(child.output),
  );
  return Transformation === 'FLATTEN' ? outputs.flat() : outputs;
}

const isoTime = (seconds: number | undefined) =>
  seconds === undefined ? undefined : new Date(seconds * 1000).toISOString();

function described(child: ExecutionRecord) {
  return {
    ExecutionArn: child.executionArn,
    Input: child.input,
    InputDetails: { Included: true },
    Name: child.name,
    Output: child.output,
    OutputDetails: { Included: true },
    Error: child.error,
    Cause: child.cause,
    RedriveCount: 0,
    StartDate: isoTime(child.startDate),
    StateMachineArn: child.stateMachineArn,
    Status: child.status,
    StopDate: isoTime(child.stopDate),
  };
}

const serialize = (values: readonly unknown[], { OutputType }: Config) =>
  OutputType === 'JSONL'
    ? values.map((value) => `${JSON.stringify(value)}\n`).join('')
    : JSON.stringify(values);
