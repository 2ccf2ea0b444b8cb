import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import { MODULE_OPTIONS } from '../../lib/constructs/handler-bundles.ts';

/** Module of a package of the SDK that offers something: a client, a command, a function that signs. */
const OFFERED =
  /node_modules\/(@aws-sdk\/(?:client-[a-z0-9]+|lib-dynamodb|s3-[a-z-]+))\/dist-es\/(?:commands\/)?(\w+)\.js$/;
const IS_OFFERED = /^(?:[A-Z]\w*(?:Client|Command)|createPresignedPost|getSignedUrl)$/;

/**
 * Source of a function without any code of ours: it imports the clients and commands of the SDK that a bundle
 * contains, and creates the clients as a handler would.
 */
export function bareSource(bundle: Metafile['outputs'][string]): string {
  const offered = Object.entries(bundle.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => {
      const [, from = '', name = ''] = OFFERED.exec(path) ?? [];
      return IS_OFFERED.test(name) ? [{ from, name }] : [];
    })
    // the document client brings the commands of the plain one, and its own class extends it
    .filter(({ from, name }) => from !== '@aws-sdk/lib-dynamodb' || name !== 'DynamoDBDocument');
  const imports = offered.map(({ from, name }, index) => `import { ${name} as sdk${index} } from '${from}';`);
  const created = offered.map(({ name }, index) => {
    if (name === 'DynamoDBDocumentClient') return `sdk${index}.from(new DynamoDB({}))`;
    return name.endsWith('Client') ? `new sdk${index}({})` : `sdk${index}`;
  });
  const dynamo = created.some((text) => text.includes('DynamoDB('))
    ? ["import { DynamoDBClient as DynamoDB } from '@aws-sdk/client-dynamodb';"]
    : [];
  return [...dynamo, ...imports, `export const handler = [${created.join(', ')}];`].join('\n');
}

/**
 * Bundles sources as our handlers are, with the SDK as it comes, to `{folder}/{name}/index.mjs`.
 * @param sources by name
 * @returns bytes of each module, by name
 */
export function bundleBare(
  sources: Readonly<Record<string, string>>,
  folder: string,
): ReadonlyMap<string, number> {
  const entryPoints = Object.entries(sources).map(([name, source]) => {
    const file = join(folder, `${name}.source.js`);
    writeFileSync(file, source);
    return [`${name}/index`, file] as const;
  });
  const { metafile } = buildSync({
    ...MODULE_OPTIONS,
    entryPoints: Object.fromEntries(entryPoints),
    // the sources are in no folder of the project
    nodePaths: [join(import.meta.dirname, '../../node_modules')],
    outdir: folder,
  });
  return new Map(
    Object.entries(metafile.outputs).map(([output, { bytes }]) => [basename(dirname(output)), bytes]),
  );
}
