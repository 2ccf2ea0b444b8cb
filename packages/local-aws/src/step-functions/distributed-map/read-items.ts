import { parse } from 'csv-parse/sync';
import type { ItemReader, MapState } from '../definition.ts';
import { itemsOf, type MapItem } from '../map-items.ts';
import { StateError } from '../state-error.ts';
import type { Visit } from '../visit.ts';

type Location = Readonly<Record<string, unknown>>;
type Config = NonNullable<ItemReader['ReaderConfig']>;

/** Reads the items of a Distributed Map from S3. Throws `States.ItemReaderFailed` with what was wrong. */
export async function readItems(visit: Visit<MapState>, reader: ItemReader): Promise<readonly MapItem[]> {
  const location = ((await visit.fill(reader.Arguments, 'ItemReader/Arguments')) ?? {}) as Location;
  const config = reader.ReaderConfig ?? {};
  const maxItems = await visit.fillNumber(config.MaxItems, 'ItemReader/ReaderConfig/MaxItems', 1);
  try {
    const { objects } = visit.run.services;
    if (!objects) throw new Error('there is no S3 to read items from');
    const get = (bucket: string, key: string) => objects.get(bucket, key, visit.run.roleArn);
    const items = await read(get, reader, location, config, visit.name);
    return items.slice(0, maxItems);
  } catch (error) {
    throw new StateError('States.ItemReaderFailed', (error as Error).message);
  }
}

async function read(
  get: (bucket: string, key: string) => Promise<Buffer>,
  reader: ItemReader,
  location: Location,
  config: Config,
  state: string,
): Promise<readonly MapItem[]> {
  if (!reader.Resource.endsWith(':s3:getObject'))
    throw new Error(`the item reader ${reader.Resource} is not emulated`);
  const parseItems = PARSERS[config.InputType ?? 'JSON'];
  if (!parseItems) throw new Error(`the InputType ${config.InputType} is not emulated`);
  return parseItems({ body: await get(String(location.Bucket), String(location.Key)), config, state });
}

interface Source {
  readonly body: Buffer;
  readonly config: Config;
  readonly state: string;
}

const PARSERS: Readonly<Record<string, (source: Source) => readonly MapItem[]>> = {
  JSON: ({ body, state }) => itemsOf(JSON.parse(body.toString('utf8')), state),
  JSONL: ({ body }) =>
    body
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => ({ value: JSON.parse(line) })),
  CSV: ({ body, config }) => csvItems(body, config),
};

/** Names of delimiters: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};

function csvItems(body: Buffer, config: Config): readonly MapItem[] {
  const columns = config.CSVHeaderLocation === 'GIVEN' ? [...(config.CSVHeaders ?? [])] : true;
  const records: Record<string, string>[] = parse(body, {
    columns,
    bom: true,
    delimiter: DELIMITERS[config.CSVDelimiter ?? 'COMMA'] ?? ',',
    relax_column_count: true,
    skip_empty_lines: true,
  });
  return records.map((value) => ({ value }));
}
