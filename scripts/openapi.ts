import { writeFile } from 'node:fs/promises';
import { openApiDocument } from '../lambda/api/openapi.ts';

/** Writes docs/openapi.json anew; a test fails while the file is not what the contract says. */
await writeFile(
  new URL('../docs/openapi.json', import.meta.url),
  `${JSON.stringify(openApiDocument(), null, 2)}\n`,
);
