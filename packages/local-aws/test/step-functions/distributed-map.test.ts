import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupItems } from '../../src/step-functions/distributed-map/batch-inputs.ts';
import { isExceeded } from '../../src/step-functions/distributed-map/distributed-map.ts';
import type { ObjectStore } from '../../src/step-functions/object-store.ts';
import { aMachine, aTask } from './a-machine.ts';
import { aFolder, aWorkflow, Failure, type Functions } from './a-workflow.ts';

/** A bucket in memory. */
function aBucket(objects: Record<string, string | Buffer> = {}) {
  const stored = new Map<string, Buffer>(
    Object.entries(objects).map(([key, body]) => [key, Buffer.from(body as string)]),
  );
  const store: ObjectStore = {
    get: async (bucket, key) => {
      const body = stored.get(key);
      if (!body) throw new Error(`no object ${key} in ${bucket}`);
      return body;
    },
    put: async (_bucket, key, body) => {
      stored.set(key, body);
    },
  };
  const text = (key: string) => stored.get(key)?.toString() ?? '';
  return { store, text, json: (key: string) => JSON.parse(text(key) || 'null') };
}

const aDistributedMap = (more: object = {}) =>
  aMachine({
    Each: {
      Type: 'Map',
      Label: 'each',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Work',
        States: { Work: { ...aTask('work'), End: true } },
      },
      End: true,
      ...more,
    },
  });

const reader = (Key: string, ReaderConfig: object) => ({
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    Arguments: { Bucket: 'bucket', Key },
    ReaderConfig,
  },
});

const echo: Functions = { work: (item: unknown) => item };

describe('a Distributed Map', () => {
  it.each([
    ['a JSON array', { InputType: 'JSON' }, '[1,{"a":2}]', [1, { a: 2 }]],
    ['the members of a JSON object', { InputType: 'JSON' }, '{"a":1}', [{ Key: 'a', Value: 1 }]],
    ['JSON lines', { InputType: 'JSONL' }, '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    [
      'CSV with its own header',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      'id,name\n1,"a, b"\n',
      [{ id: '1', name: 'a, b' }],
    ],
    [
      'CSV with a given header',
      { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['id', 'name'], CSVDelimiter: 'PIPE' },
      '1|a\n2|b\n',
      [
        { id: '1', name: 'a' },
        { id: '2', name: 'b' },
      ],
    ],
    ['no more than MaxItems', { InputType: 'JSON', MaxItems: 2 }, '[1,2,3]', [1, 2]],
  ])('reads %s', async (_name, config, body, items) => {
    const workflow = await aWorkflow(aDistributedMap(reader('items', config)), {
      functions: echo,
      objects: aBucket({ items: body }).store,
    });
    expect(await workflow.run()).toEqual(items);
  });

  it('fails when its items cannot be read', async () => {
    const workflow = await aWorkflow(aDistributedMap(reader('absent', {})), { objects: aBucket().store });
    expect(await workflow.run()).toMatchObject({
      error: 'States.ItemReaderFailed',
      cause: 'no object absent in bucket',
    });
  });

  it('hands items over in batches, with what all of them share', async () => {
    const workflow = await aWorkflow(
      aDistributedMap({
        Items: [1, 2, 3],
        ItemSelector: { n: '{% $states.context.Map.Item.Value %}' },
        ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { job: '{% $states.input.job %}' } },
      }),
      { functions: echo },
    );
    expect(await workflow.run({ job: 'j' })).toEqual([
      { BatchInput: { job: 'j' }, Items: [{ n: 1 }, { n: 2 }] },
      { BatchInput: { job: 'j' }, Items: [{ n: 3 }] },
    ]);
  });

  it('goes on while no more fail than are tolerated, and tells which', async () => {
    const work = (n: number) => {
      if (n === 2) throw new Failure('Two');
      return n;
    };
    const workflow = await aWorkflow(aDistributedMap({ Items: [1, 2, 3], ToleratedFailureCount: 1 }), {
      functions: { work },
    });
    expect(await workflow.run()).toEqual([1, expect.objectContaining({ Error: 'Two' }), 3]);
  });

  it('fails when more fail than are tolerated', async () => {
    const work = () => {
      throw new Failure('Always');
    };
    const workflow = await aWorkflow(
      aDistributedMap({ Items: [1, 2, 3, 4], ToleratedFailurePercentage: 25 }),
      {
        functions: { work },
      },
    );
    const execution = await workflow.start();
    expect(await workflow.ended(execution)).toMatchObject({
      error: 'States.ExceedToleratedFailureThreshold',
    });
    const { mapRuns } = await workflow.call<{ mapRuns: { mapRunArn: string }[] }>('ListMapRuns', {
      executionArn: execution,
    });
    expect(await workflow.call('DescribeMapRun', mapRuns[0] ?? {})).toMatchObject({
      status: 'FAILED',
      itemCounts: { total: 4 },
    });
  });

  it('writes its results to S3 and gives where their manifest is', async () => {
    const bucket = aBucket();
    const work = (n: number) => {
      if (n === 2) throw new Failure('Two');
      return { doubled: n * 2 };
    };
    const writer = {
      Resource: 'arn:aws:states:::s3:putObject',
      Arguments: { Bucket: 'bucket', Prefix: 'out' },
    };
    const workflow = await aWorkflow(
      aDistributedMap({ Items: [1, 2], ToleratedFailureCount: 1, ResultWriter: writer }),
      { functions: { work }, objects: bucket.store },
    );
    const { MapRunArn, ResultWriterDetails } = await workflow.run();
    const folder = `out/${MapRunArn.split(':').at(-1)}`;
    expect(ResultWriterDetails).toEqual({ Bucket: 'bucket', Key: `${folder}/manifest.json` });
    expect(bucket.json(ResultWriterDetails.Key)).toMatchObject({
      DestinationBucket: 'bucket',
      MapRunArn,
      ResultFiles: {
        FAILED: [{ Key: `${folder}/FAILED_0.json` }],
        PENDING: [],
        SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json` }],
      },
    });
    expect(bucket.json(`${folder}/SUCCEEDED_0.json`)).toMatchObject([
      { Input: '1', Output: '{"doubled":2}', Status: 'SUCCEEDED' },
    ]);
    expect(bucket.json(`${folder}/FAILED_0.json`)).toMatchObject([
      { Input: '2', Error: 'Two', Status: 'FAILED' },
    ]);
    expect(await workflow.call('DescribeMapRun', { mapRunArn: MapRunArn })).toMatchObject({
      status: 'SUCCEEDED',
      itemCounts: { total: 2, succeeded: 1, failed: 1, pending: 0 },
    });
  });

  it('writes what there is also when too many have failed', async () => {
    const bucket = aBucket();
    const work = (n: number) => {
      if (n === 2) throw new Failure('Two');
      return n;
    };
    const writer = {
      Resource: 'arn:aws:states:::s3:putObject',
      Arguments: { Bucket: 'bucket', Prefix: 'out' },
    };
    const workflow = await aWorkflow(
      aDistributedMap({ Items: [1, 2, 3], MaxConcurrency: 1, ResultWriter: writer }),
      { functions: { work }, objects: bucket.store },
    );
    const executionArn = await workflow.start();
    expect(await workflow.ended(executionArn)).toMatchObject({ status: 'FAILED' });
    const { mapRuns } = await workflow.call<{ mapRuns: { mapRunArn: string }[] }>('ListMapRuns', {
      executionArn,
    });
    const folder = `out/${mapRuns[0]?.mapRunArn.split(':').at(-1)}`;
    expect(bucket.json(`${folder}/SUCCEEDED_0.json`)).toMatchObject([{ Input: '1' }]);
    expect(bucket.json(`${folder}/FAILED_0.json`)).toMatchObject([{ Input: '2', Error: 'Two' }]);
  });

  it('fails when what its children gave is more than a state may hand on, whatever it makes of it', async () => {
    const answer = 'x'.repeat(1024);
    const items = Array.from({ length: 300 }, (_, item) => item);
    const more = { Items: items, Output: {}, MaxConcurrency: 40 };
    const functions = { work: () => answer };
    const plain = await aWorkflow(aDistributedMap(more), { functions });
    expect(await plain.run()).toMatchObject({ error: 'States.DataLimitExceeded' });
    const bucket = aBucket();
    const ResultWriter = {
      Resource: 'arn:aws:states:::s3:putObject',
      Arguments: { Bucket: 'bucket', Prefix: "{% 'runs/' & $states.input.job %}" },
      WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSONL' },
    };
    const writing = await aWorkflow(
      aDistributedMap({ ...more, Output: '{% $states.result %}', ResultWriter }),
      {
        functions,
        objects: bucket.store,
      },
    );
    const { ResultWriterDetails } = await writing.run({ job: 'j' });
    expect(ResultWriterDetails.Key).toMatch(/^runs\/j\/[0-9a-f-]+\/manifest\.json$/);
    const written = bucket.text(ResultWriterDetails.Key.replace('manifest.json', 'SUCCEEDED_0.jsonl'));
    expect(written.trim().split('\n')).toEqual(items.map(() => `"${answer}"`));
  });

  it.each([
    ['nothing', {}],
    ['a Resource without Arguments', { Resource: 'arn:aws:states:::s3:putObject' }],
    ['another Resource', { Resource: 'arn:aws:states:::s3:copyObject', Arguments: { Bucket: 'b' } }],
    ['half a WriterConfig', { WriterConfig: { OutputType: 'JSON' } }],
    ['an unknown Transformation', { WriterConfig: { Transformation: 'ZIP', OutputType: 'JSON' } }],
  ])('refuses a ResultWriter with %s', async (_what, ResultWriter) => {
    await expect(aWorkflow(aDistributedMap({ Items: [1], ResultWriter }))).rejects.toThrow(
      'a ResultWriter has',
    );
  });

  it('stops its child executions when it is stopped', async () => {
    const workflow = await aWorkflow(
      aDistributedMap({
        Items: [1, 2],
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED' },
          StartAt: 'Sleep',
          States: { Sleep: { Type: 'Wait', Seconds: 3600, End: true } },
        },
      }),
    );
    const executionArn = await workflow.start();
    let mapRunArn: string | undefined;
    while (mapRunArn === undefined) {
      const { mapRuns } = await workflow.call<{ mapRuns: { mapRunArn: string }[] }>('ListMapRuns', {
        executionArn,
      });
      mapRunArn = mapRuns[0]?.mapRunArn;
    }
    await workflow.call('StopExecution', { executionArn, error: 'Enough' });
    expect(await workflow.describe(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Enough' });
    const { executions } = await workflow.call<{ executions: { status: string }[] }>('ListExecutions', {
      mapRunArn,
    });
    expect(executions.every(({ status }) => status === 'ABORTED')).toBe(true);
    expect(await workflow.call('DescribeMapRun', { mapRunArn })).toMatchObject({ status: 'ABORTED' });
  });

  it('goes on after a restart without doing again what its children did', async () => {
    const dataDir = await aFolder();
    const asked: number[] = [];
    let reached: () => void = () => {};
    const half = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const first = await aWorkflow(aDistributedMap({ Items: [1, 2, 3, 4], MaxConcurrency: 1 }), {
      dataDir,
      functions: {
        work: (n: number) => {
          asked.push(n);
          if (n < 3) return n;
          reached();
          return new Promise(() => {});
        },
      },
    });
    const execution = await first.start();
    await half;
    await first.service.close();
    const second = await aWorkflow(aDistributedMap({ Items: [1, 2, 3, 4], MaxConcurrency: 1 }), {
      dataDir,
      functions: {
        work: (n: number) => {
          asked.push(n);
          return n;
        },
      },
    });
    expect(await second.ended(execution)).toMatchObject({ output: '[1,2,3,4]' });
    expect(asked).toEqual([1, 2, 3, 3, 4]);
  });
});

describe('ItemBatcher', () => {
  it('loses no item, keeps their order and both limits', () => {
    const limits = fc.record({
      maxItems: fc.integer({ min: 1, max: 10 }),
      maxBytes: fc.integer({ min: 20, max: 200 }),
    });
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 8 })), limits, (items, { maxItems, maxBytes }) => {
        const wrap = (Items: readonly string[]) => ({ Items });
        const groups = groupItems(items, wrap, { maxItems, maxBytes });
        expect(groups.flat()).toEqual(items);
        for (const group of groups) {
          expect(group.length).toBeLessThanOrEqual(maxItems);
          const bytes = Buffer.byteLength(JSON.stringify(wrap(group)));
          if (group.length > 1) expect(bytes).toBeLessThanOrEqual(maxBytes);
        }
      }),
    );
  });
});

describe('tolerated failures', () => {
  const none = { count: undefined, percentage: undefined };

  it.each([
    ['none without a tolerance', none, 1, 10, true],
    ['a count', { ...none, count: 2 }, 2, 10, false],
    ['more than a count', { ...none, count: 2 }, 3, 10, true],
    ['a percentage', { ...none, percentage: 20 }, 2, 10, false],
    ['more than a percentage', { ...none, percentage: 20 }, 3, 10, true],
    ['the stricter of both', { count: 5, percentage: 20 }, 3, 10, true],
  ])('allow %s', (_name, tolerance, failed, total, exceeded) => {
    expect(isExceeded(tolerance, failed, total)).toBe(exceeded);
  });
});
