import { writeFile } from 'node:fs/promises';
import { generateClientTypes } from '@face-idv/client/generate-types';
import { openApiDocument } from '../lambda/api/openapi.ts';
import { runCommand } from '../local/start/command.ts';

await runCommand({
  usage:
    'npm run openapi\n\n  Regenerates docs/openapi.json and the types of the client; tests fail while they differ from the contract.',
  options: {},
  main: async () => {
    const document = openApiDocument();
    const files = {
      '../docs/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
      '../packages/client/src/api.d.ts': await generateClientTypes(document),
    };
    for (const [path, text] of Object.entries(files)) await writeFile(new URL(path, import.meta.url), text);
  },
});
