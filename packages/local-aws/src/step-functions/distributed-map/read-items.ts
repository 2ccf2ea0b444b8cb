import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { ItemReader, MapState } from '../definition.ts';
import { itemsOf, type MapItem } from '../map-items.ts';
import type { ObjectStore } from '../object-store.ts';
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
    const { services, roleArn } = visit.run;
    const objects = services.objects && asRole(services.objects, roleArn);
    if (!objects) throw new Error('there is no S3 to read items from');
    const items = await read(objects, reader, location, config, visit.name);
    return items.slice(0, maxItems);
  } catch (error) {
    throw new StateError('States.ItemReaderFailed', (error as Error).message);
  }
}

/** S3 as the machine's role sees it. */
interface Objects {
  get(bucket: string, key: string): Promise<Buffer>;
  list(bucket: string, prefix: string): ReturnType<ObjectStore['list']>;
}

const asRole = (objects: ObjectStore, roleArn: string): Objects => ({
  get: (bucket, key) => objects.get(bucket, key, roleArn),
  list: (bucket, prefix) => objects.list(bucket, prefix, roleArn),
});

async function read(
  objects: Objects,
  reader: ItemReader,
  location: Location,
  config: Config,
  state: string,
): Promise<readonly MapItem[]> {
  const bucket = String(location.Bucket);
  if (reader.Resource.endsWith(':s3:listObjectsV2')) {
    return listedItems(objects, bucket, String(location.Prefix ?? ''));
  }
  if (!reader.Resource.endsWith(':s3:getObject'))
    throw new Error(`the item reader ${reader.Resource} is not emulated`);
  const parseItems = PARSERS[config.InputType ?? 'JSON'];
  if (!parseItems) throw new Error(`the InputType ${config.InputType} is not emulated`);
  return parseItems({ body: await objects.get(bucket, String(location.Key)), config, state, objects });
}

async function listedItems(objects: Objects, bucket: string, prefix: string): Promise<readonly MapItem[]> {
  const listed = await objects.list(bucket, prefix);
  return listed.map(({ key, size, eTag, lastModified }) => ({
    value: {
      Etag: eTag,
      Key: key,
      LastModified: lastModified === undefined ? undefined : Math.floor(lastModified / 1000),
      Size: size,
      StorageClass: 'STANDARD',
    },
  }));
}

interface Source {
  readonly body: Buffer;
  readonly config: Config;
  readonly state: string;
  readonly objects: Objects;
}

const PARSERS: Readonly<
  Record<string, (source: Source) => readonly MapItem[] | Promise<readonly MapItem[]>>
> = {
  JSON: ({ body, state }) => itemsOf(JSON.parse(body.toString('utf8')), state),
  JSONL: ({ body }) =>
    body
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => ({ value: JSON.parse(line) })),
  CSV: ({ body, config }) => csvItems(body, config),
  MANIFEST: inventoryItems,
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

interface Inventory {
  readonly destinationBucket: string;
  readonly fileFormat: string;
  readonly fileSchema: string;
  readonly files: readonly { readonly key: string }[];
}

/** The objects that the CSV files of an S3 inventory list. */
async function inventoryItems({ body, objects }: Source): Promise<readonly MapItem[]> {
  const inventory = JSON.parse(body.toString('utf8')) as Inventory;
  if (inventory.fileFormat !== 'CSV')
    throw new Error(`inventory files of format ${inventory.fileFormat} are not emulated`);
  const bucket = inventory.destinationBucket.replace(/^arn:aws[\w-]*:s3:::/, '');
  const config: Config = { CSVHeaderLocation: 'GIVEN', CSVHeaders: inventory.fileSchema.split(/,\s*/) };
  const files = await Promise.all(inventory.files.map(({ key }) => objects.get(bucket, key)));
  return files.flatMap((file) => csvItems(gunzipSync(file), config));
}
