import { writeFile } from 'node:fs/promises';
import { openApiDocument } from '../lambda/api/openapi.ts';
import { runCommand } from '../local/start/command.ts';

await runCommand({
  usage:
    'npm run openapi\n\n  Regenerates docs/openapi.json; a test fails while the file differs from the contract.',
  options: {},
  main: () =>
    writeFile(
      new URL('../docs/openapi.json', import.meta.url),
      `${JSON.stringify(openApiDocument(), null, 2)}\n`,
    ),
});
