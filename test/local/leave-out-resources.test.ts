import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leaveOutResources } from '../../local/start/leave-out-resources.ts';

const ALARM = { Type: 'AWS::CloudWatch::Alarm' };
const TABLE = { Type: 'AWS::DynamoDB::Table' };
const STACKS = {
  Mixed: { Resources: { Table: TABLE, One: ALARM, Two: ALARM }, Outputs: { Name: { Value: 'table' } } },
  Alarms: { Resources: { Three: ALARM } },
  Plain: { Resources: { Table: TABLE } },
};

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

let cdkOut: string;
const read = (file: string): Promise<string> => readFile(join(cdkOut, file), 'utf8');

beforeEach(async () => {
  cdkOut = await mkdtemp(join(tmpdir(), 'face-idv-assembly-'));
  const artifacts: Record<string, unknown> = { Tree: { type: 'cdk:tree' } };
  for (const [name, template] of Object.entries(STACKS)) {
    const text = JSON.stringify(template);
    const path = `${name}.template.json`;
    await writeFile(join(cdkOut, path), text);
    await writeFile(
      join(cdkOut, `${name}.assets.json`),
      JSON.stringify({ files: { [hashOf(text)]: { source: { path }, objectKey: `${hashOf(text)}.json` } } }),
    );
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      displayName: name,
      properties: { templateFile: path, stackTemplateAssetObjectUrl: `s3://assets/${hashOf(text)}.json` },
    };
  }
  await writeFile(join(cdkOut, 'manifest.json'), JSON.stringify({ artifacts }));
});
afterEach(() => rm(cdkOut, { recursive: true }));

it('takes out the named types, counts them and names the stacks that still hold something', async () => {
  expect(await leaveOutResources(cdkOut, ['AWS::CloudWatch::Alarm', 'AWS::KMS::Alias'])).toEqual({
    stacks: ['Mixed', 'Plain'],
    leftOut: { 'AWS::CloudWatch::Alarm': 3 },
  });
  expect(JSON.parse(await read('Mixed.template.json'))).toEqual({
    ...STACKS.Mixed,
    Resources: { Table: TABLE },
  });
});

it('names a changed template by its new hash, and leaves others untouched', async () => {
  const before = { plain: await read('Plain.template.json'), assets: await read('Plain.assets.json') };
  await leaveOutResources(cdkOut, ['AWS::CloudWatch::Alarm']);
  const hash = hashOf(await read('Mixed.template.json'));
  expect(hash).not.toBe(hashOf(JSON.stringify(STACKS.Mixed)));
  const { files } = JSON.parse(await read('Mixed.assets.json'));
  expect(files).toEqual({
    [hash]: { source: { path: 'Mixed.template.json' }, objectKey: `${hash}.json` },
  });
  expect(await read('manifest.json')).toContain(`s3://assets/${hash}.json`);
  expect({ plain: await read('Plain.template.json'), assets: await read('Plain.assets.json') }).toEqual(
    before,
  );
});
