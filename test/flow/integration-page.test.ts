import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { afterEach, describe, expect, it } from 'vitest';
import { REASON_CODES, userMessageKey } from '../../lambda/kernel/reason-code.ts';
import { describeBackendClient } from '../../local/start/machine-client.ts';
import { forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';

const run = promisify(execFile);
const page = (name: string) => readFile(new URL(`../../${name}`, import.meta.url), 'utf8');
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, block = '']) => block,
  );

/** The calls of a page as one script, without the lines in which the reader fills in an address or a secret. */
const scriptOf = (text: string): string =>
  blocks(text, 'sh')
    .filter((block) => /\b(curl|post|get) /.test(block))
    .join('\n')
    .replace(/^export .*$/gm, '');

describe('the calls that a page shows', () => {
  const flow = withSharedFlowStack();
  afterEach(() => forgetEverybody(flow));

  /** Runs a script with bash, in a folder with the two photos. */
  async function runScript(script: string): Promise<string> {
    const { endpoint, region, apiUrl, userPoolId } = flow.stack;
    const cognito = new CognitoIdentityProviderClient({
      endpoint,
      region,
      credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
    });
    const { clientId, clientSecret } = await describeBackendClient(cognito, userPoolId, 'demo');
    const folder = await mkdtemp(join(tmpdir(), 'face-idv-page-'));
    try {
      await writeFile(join(folder, 'me.jpg'), await selfieOf('franck'));
      await writeFile(join(folder, 'license.jpg'), await identityCardOf('franck'));
      const CLIENT = `${clientId}:${clientSecret}`;
      const env = { ...process.env, HOST: endpoint, API: apiUrl.replace(/\/$/, ''), CLIENT };
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env });
      return stdout;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** The answers of the API that a page's calls print, one to a line. */
  const answersOf = async (name: string) =>
    (await runScript(scriptOf(await page(name))))
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

  it.each(['docs/integration.md', 'README.md'])('register a person: %s', async (name) => {
    flow.registered.add('bob');
    const answers = await answersOf(name);
    expect(answers.findLast(({ user_id }) => user_id === 'bob')).toMatchObject({
      type: 'registration',
      status: 'approved',
    });
  });

  it('show a client token, which ends with its session, a test session, and a consent that is withdrawn', async () => {
    flow.registered.add('bob');
    const answers = await answersOf('docs/integration.md');
    const ofCarol = answers.filter(({ user_id }) => user_id === 'carol');
    expect(ofCarol.map(({ status }) => status)).toEqual(['requires_input', 'canceled']);
    expect(answers.map(({ code }) => code)).toContain('session_closed');
    const ofTest = answers.filter(({ user_id }) => user_id === 'dave');
    expect(ofTest.map(({ status, livemode }) => [status, livemode])).toEqual(
      ['requires_input', 'in_review', 'approved'].map((status) => [status, false]),
    );
    const ofErin = answers.filter(({ user_id }) => user_id === 'erin');
    expect(ofErin).toMatchObject([{ status: 'withdrawn', withdrawn_by: 'backend' }]);
    // the page may have run before, and receipts stay
    expect(answers).toContainEqual({ data: expect.arrayContaining(ofErin) });
  });
});

describe('docs/integration.md', () => {
  it('has a text for every message key, and no other', async () => {
    // the one before it is a request
    const texts = JSON.parse(blocks(await page('docs/integration.md'), 'json').at(-1) ?? '') as Record<
      string,
      string
    >;
    expect(Object.keys(texts).sort()).toEqual([...userMessageKey.options].sort());
    for (const [key, text] of Object.entries(texts)) expect(text, key).toMatch(/^[A-Z].*\.$/);
  });

  it('says of every reason how to see it, once', async () => {
    const text = await page('docs/integration.md');
    const rows = text.slice(text.indexOf('## To see a failure'), text.indexOf('## Troubleshooting'));
    const named = [...rows.matchAll(/^\|([^|]+)\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`(\w+)`/g)].map(([, code = '']) => code),
    );
    expect(named.sort()).toEqual([...REASON_CODES].sort());
  });
});
