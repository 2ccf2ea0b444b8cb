import { writeFile } from 'node:fs/promises';
import { openApiDocument } from '../lambda/api/openapi.ts';

/** Regenerates docs/openapi.json; a test fails while the file differs from the contract. */
await writeFile(
  new URL('../docs/openapi.json', import.meta.url),
  `${JSON.stringify(openApiDocument(), null, 2)}\n`,
);
