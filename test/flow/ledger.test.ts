import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ledgerEntryKey, sessionEventKey } from '../../lambda/platform/dynamo-keys.ts';
import type { PolicyVersionView } from '../../lambda/policies/contract.ts';
import { policyOfStage } from '../../lib/config.ts';
import type { Report } from '../../local/demo/verify-person.ts';
import { type DeployedLedger, openDeployedLedger } from '../../scripts/ledger/deployed-ledger.ts';
import { replay } from '../../scripts/ledger/replay.ts';
import { verify } from '../../scripts/ledger/verify.ts';
import { clientSettings } from '../../scripts/smoke/client-settings.ts';
import { readStackOutputs } from '../../scripts/smoke/stack-outputs.ts';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { aUserId, register, registerPersonNamed } from '../support/registrations.ts';
import { decideCaseOf } from '../support/review-cases.ts';
import { runScheduled } from '../support/scheduled-functions.ts';

const TENANT = 'demo';
const SOON = { timeout: 40_000, interval: 500 };

describe('the ledger of what was decided and done', () => {
  const flow = withSharedFlowStack();
  let deployed: DeployedLedger;
  let documents: DynamoDBDocumentClient;
  let tables: { readonly ledger: string; readonly sessions: string };
  const users = [aUserId(), aUserId()] as const;
  let declined: Report;
  let approved: Report;
  let declinedAtOnce: Report;

  async function verified() {
    const lines: string[] = [];
    const code = await verify([TENANT], deployed, (line) => lines.push(line));
    return { code, lines };
  }
  async function replayed({ id }: Report) {
    const lines: string[] = [];
    const code = await replay(id, [TENANT], policyOfStage('local'), deployed, (line) => lines.push(line));
    return { code, lines };
  }
  const sequenceOf = async ({ id }: Report) => (await deployed.sessions.get(TENANT, id))?.sequence ?? 0;
  const sourceOf = async (report: Report) => `session/${report.id}/${await sequenceOf(report)}`;
  const rowOf = async (TableName: string, Key: Readonly<Record<string, string>>) => {
    const { Item } = await documents.send(new GetCommand({ TableName, Key }));
    if (!Item) throw new Error('no such row');
    return Item;
  };
  /** Changes a row by hand while something is looked at, and changes it back. */
  async function withChangedRow<Result>(
    table: string,
    row: Record<string, unknown>,
    change: Record<string, unknown>,
    look: () => Promise<Result>,
  ): Promise<Result> {
    await documents.send(new PutCommand({ TableName: table, Item: { ...row, ...change } }));
    try {
      return await look();
    } finally {
      await documents.send(new PutCommand({ TableName: table, Item: row }));
    }
  }

  beforeAll(async () => {
    const { endpoint, region } = flow.stack;
    const output = await readStackOutputs('local', region, endpoint);
    tables = { ledger: output('LedgerTableName'), sessions: output('SessionsTableName') };
    documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(region, endpoint)));
    deployed = await openDeployedLedger({ stage: 'local', region, endpoint });
    approved = await registerPersonNamed(flow, 'franck', users[0]);
    const held = await registerPersonNamed(flow, 'franck', users[1]);
    await decideCaseOf(flow, held.id, 'possible_duplicate', 'allow_pair');
    const card = await identityCardOf('cage');
    const documentsOf = { document: card, furtherDocuments: [card, card] };
    const selfie = await selfieOf('bieber');
    declined = await register(flow, { selfie, ...documentsOf });
    // its backend lets one document fail, and not as many as the policy
    declinedAtOnce = await register(flow, { selfie, document: selfie });
    const path = '/policies/authentication/versions';
    const { version } = await flow.operator.post<PolicyVersionView>(path, {
      base: 1,
      change: { liveness: { max_attempts: 4 } },
      comment: 'a try',
    });
    // others find the stack as they left it
    for (const one of [version, 1]) await flow.operator.post(`${path}/${one}/activate`, {}, 'a try');
    await runScheduled(flow.stack, 'LedgerSeal');
  }, 120_000);
  afterAll(() => {
    deployed?.close();
    documents?.destroy();
  });

  it('is whole once everything is chained, and names no user', async () => {
    await vi.waitFor(async () => {
      const { code, lines } = await verified();
      expect({ code, lines }).toMatchObject({ code: 0, lines: [expect.stringContaining('demo: whole')] });
    }, SOON);
    const { sequence = 0 } = (await deployed.ledger.head(TENANT)) ?? {};
    const contents: string[] = [];
    for await (const { content } of deployed.ledger.links(TENANT, sequence)) contents.push(content);
    const text = contents.join('\n');
    for (const kind of ['consent', 'decision', 'operation', 'policy', 'review'])
      expect(text).toContain(`"kind":"${kind}"`);
    for (const user of users) expect(text).not.toContain(user);
    expect((await deployed.seals.list(TENANT)).length).toBeGreaterThan(0);
  });

  it.each(['approved', 'declined'] as const)('replays a decision to the same outcome: %s', async (status) => {
    const report = status === 'approved' ? approved : declined;
    const { code, lines } = await replayed(report);
    expect({ code, lines: lines[0] }).toEqual({
      code: 0,
      lines: expect.stringContaining(`: ${status}, by version`),
    });
    expect(lines[3]).toMatch(/evidence {2}as it was when entry \d+ was chained/);
  });

  it('replays a decline whose session allowed fewer documents than its policy', async () => {
    const { code, lines } = await replayed(declinedAtOnce);
    expect({ code, lines: lines.slice(1, 3) }).toEqual({
      code: 0,
      lines: ['  recorded  decline document_is_selfie', '  replayed  decline document_is_selfie'],
    });
  });

  it('finds an entry that was changed in the table, and names it', async () => {
    const source = await sourceOf(approved);
    const link = await deployed.ledger.find(TENANT, source);
    const sequence = link?.sequence ?? 0;
    const row = await rowOf(tables.ledger, ledgerEntryKey(TENANT, sequence));
    const content = String(row.content).replace('approved', 'declined');
    const { code, lines } = await withChangedRow(tables.ledger, row, { content }, verified);
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain(`entry ${sequence} (${source}) was changed`);
    expect((await verified()).code).toBe(0);
  });

  it('finds a decision that was changed where it was made of', async () => {
    const key = sessionEventKey(TENANT, declined.id, await sequenceOf(declined));
    const row = await rowOf(tables.sessions, key);
    const { code, lines } = await withChangedRow(tables.sessions, row, { status: 'approved' }, verified);
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain(`row ${await sourceOf(declined)} says something else than its entry`);
  });
});
