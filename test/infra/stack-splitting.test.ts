import { describe, expect, it } from 'vitest';
import { configOfStage, parseDeploymentConfig } from '../../lib/config.ts';
import { collectionStackOf } from '../../lib/stacks/collections-stack.ts';
import { synthesize, withSecondRegion } from '../support/synthesize.ts';

/** CloudFormation's limit of resources in one stack. */
const MAX_RESOURCES = 500;

describe('the stacks of collections', () => {
  it('stay where they are for ever: a tenant that moved would get new, empty collections', () => {
    expect(['demo', 'acme', 'globex', 'initech', 'a', 'zz-9'].map(collectionStackOf)).toEqual([
      12, 13, 13, 2, 2, 5,
    ]);
  });

  it('hold 200 tenants of 8 shards and a watchlist, each below the limit of resources', () => {
    const base = configOfStage('dev');
    const config = parseDeploymentConfig({
      ...base,
      tenants: Array.from({ length: 200 }, (_, index) => ({
        id: `tenant-${index}`,
        watchlists: [{ id: 'fraud' }],
      })),
      generations: {
        default: [{ generation: 'g1', shards: 8, shard_key: { kind: 'hash' }, vectors: 'face' }],
        tenants: {},
      },
    });
    const app = synthesize(config);
    expect(app.of('AWS::Rekognition::Collection')).toHaveLength(1800);
    const named = app
      .of('AWS::Rekognition::Collection')
      .filter(({ properties }) => properties.CollectionId.endsWith('.tenant-7.g1_fraud.0'));
    expect(named).toHaveLength(1);
    expect(named[0]?.properties.Tags).toEqual(
      expect.arrayContaining([
        { Key: 'generation', Value: 'g1' },
        { Key: 'tenant', Value: 'tenant-7' },
        { Key: 'watchlist', Value: 'fraud' },
      ]),
    );
    const perStack = new Map<string, number>();
    for (const { stack } of app.resources) perStack.set(stack, (perStack.get(stack) ?? 0) + 1);
    for (const [stack, count] of perStack) expect(count, stack).toBeLessThanOrEqual(MAX_RESOURCES);
  });
});

describe('the stack of the alarms and the dashboard', () => {
  const app = synthesize(withSecondRegion('prod'));
  const stackNamed = (end: string) => {
    const stack = app.stacks.find(({ stackName }) => stackName.endsWith(end));
    if (!stack) throw new Error(`no stack ${end}`);
    return stack;
  };
  const operations = stackNamed('-Operations');
  const text = JSON.stringify(app.templateOf(operations));

  it('holds all of them', () => {
    const watching = app.resources.filter(({ type }) => type.startsWith('AWS::CloudWatch::'));
    expect(watching.length).toBeGreaterThan(40);
    expect(new Set(watching.map(({ stack }) => stack))).toEqual(new Set([operations.stackName]));
  });

  it('blocks no deletion of what they watch: it reads outputs, and imports no export', () => {
    expect(text).not.toContain('Fn::ImportValue');
    const read = [...text.matchAll(/"Fn::GetStackOutput":(\{[^}]+\})/g)].map(
      ([, found = '']) => JSON.parse(found) as { StackName: string; OutputName: string },
    );
    expect(read.length).toBeGreaterThan(20);
    for (const { StackName, OutputName } of read) {
      const producer = app.stacks.find(({ stackName }) => stackName === StackName);
      const output = producer && app.templateOf(producer).Outputs?.[OutputName];
      expect(output, `${StackName} ${OutputName}`).toBeDefined();
      expect(output).not.toHaveProperty('Export');
    }
  });

  it('is deployed after what they watch, and before no other', () => {
    expect(operations.dependencies.map(({ stackName }) => stackName).sort()).toEqual(
      ['-Company', '-Data', '-Events', '-Rights', '-Service', '-Upkeep'].map(
        (end) => stackNamed(end).stackName,
      ),
    );
    for (const stack of app.stacks) expect(stack.dependencies).not.toContain(operations);
  });
});
