import { readFile, writeFile } from 'node:fs/promises';
import { runCommand } from '../local/start/command.ts';
import { eventSchemas, withTables } from './events/documents.ts';

const docs = (file: string) => new URL(`../docs/${file}`, import.meta.url);

await runCommand({
  usage:
    'npm run events\n\n  Regenerates docs/events.schema.json and the tables of docs/events.md; a test fails while they differ from the catalog of events.',
  options: {},
  main: async () => {
    await writeFile(docs('events.schema.json'), `${JSON.stringify(eventSchemas(), null, 2)}\n`);
    await writeFile(docs('events.md'), withTables(await readFile(docs('events.md'), 'utf8')));
  },
});
