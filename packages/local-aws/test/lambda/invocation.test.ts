import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { afterEach, describe, expect, it } from 'vitest';
import { aLambda, type FunctionFixture, type LambdaFixture, type LambdaFixtureOptions } from './a-lambda.ts';

const opened: LambdaFixture[] = [];

afterEach(async () => {
  for (const fixture of opened.splice(0)) await fixture.close();
});

async function withFunction(
  source: string,
  properties: object = {},
): Promise<LambdaFixture & { run(event: unknown): Promise<unknown> }> {
  return withFunctions({ Fn: { source, properties } });
}

async function withFunctions(
  functions: Readonly<Record<string, FunctionFixture>>,
  options: LambdaFixtureOptions = {},
): Promise<LambdaFixture & { run(event: unknown): Promise<unknown> }> {
  const fixture = await aLambda(functions, options);
  opened.push(fixture);
  return { ...fixture, run: (event) => fixture.lambda.invoke(fixture.arn('Fn'), event) };
}

describe('an invocation', () => {
  it('gives the event to the handler and its result to the caller', async () => {
    const { run } = await withFunction(
      'export const handler = async (event) => ({ doubled: event.value * 2 });',
    );

    expect(await run({ value: 21 })).toEqual({ doubled: 42 });
  });

  it('finds the function by name and by ARN, with and without a qualifier', async () => {
    const { lambda, arn } = await withFunction('export const handler = async () => "found";');
    const name = arn('Fn').split(':').at(-1) ?? '';

    for (const identifier of [arn('Fn'), `${arn('Fn')}:$LATEST`, name, `${name}:live`]) {
      expect(await lambda.invoke(identifier, {})).toBe('found');
    }
  });

  it('has the time of the machine, by which it computes, and not that of a clock which was put forward', async () => {
    const clock = new ManualClock(Date.now());
    const source =
      'export const handler = async (_event, { getRemainingTimeInMillis }) => getRemainingTimeInMillis();';
    const { run } = await withFunctions({ Fn: { source, properties: { Timeout: 30 } } }, { clock });

    clock.advance(3_600_000);
    expect(await run({})).toBeLessThanOrEqual(30_000);
  });

  it('answers null for a handler that returns nothing', async () => {
    const { run } = await withFunction('export const handler = async () => {};');

    expect(await run({})).toBeNull();
  });

  it('shows the function its template environment, its role and the local endpoint, and nothing of this process', async () => {
    process.env.SECRET_OF_THE_HOST = 'must not be seen';
    const { run, arn } = await withFunction('export const handler = async () => process.env;', {
      Environment: { Variables: { TABLE: 'sessions' } },
      MemorySize: 256,
      Role: 'arn:aws:iam::000000000000:role/mine',
      Runtime: 'nodejs20.x',
    });

    const environment = (await run({})) as Record<string, string>;
    delete process.env.SECRET_OF_THE_HOST;

    expect(environment).toMatchObject({
      TABLE: 'sessions',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'key of arn:aws:iam::000000000000:role/mine',
      AWS_ENDPOINT_URL: 'http://localhost:1',
      AWS_LAMBDA_FUNCTION_NAME: arn('Fn').split(':').at(-1),
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x',
      POWERTOOLS_TRACE_ENABLED: 'false',
    });
    expect(environment).not.toHaveProperty('SECRET_OF_THE_HOST');
    expect(environment).not.toHaveProperty('HOME');
  });

  it('says where the code lies, so that a file beside it can be read', async () => {
    const { run } = await withFunction(
      `import { readFileSync } from 'node:fs';
      const code = readFileSync(process.env.LAMBDA_TASK_ROOT + '/index.mjs', 'utf8');
      export const handler = async () => code.includes('LAMBDA_TASK_ROOT');`,
    );
    expect(await run({})).toBe(true);
  });

  it('tells the function its name, its request and the time it has left', async () => {
    const { run, arn } = await withFunction(
      `export const handler = async (_event, context) => ({
        arn: context.invokedFunctionArn, id: context.awsRequestId, left: context.getRemainingTimeInMillis() });`,
      { Timeout: 20 },
    );

    const context = (await run({})) as { arn: string; id: string; left: number };

    expect(context.arn).toBe(arn('Fn'));
    expect(context.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(context.left).toBeGreaterThan(10_000);
    expect(context.left).toBeLessThanOrEqual(20_000);
  });

  it('keeps the module loaded between invocations and says when it was a cold start', async () => {
    const { run, log } = await withFunction('let calls = 0; export const handler = async () => ++calls;');

    expect([await run({}), await run({}), await run({})]).toEqual([1, 2, 3]);
    expect(log.lines.filter(({ message }) => message.startsWith('cold start'))).toHaveLength(1);
  });

  it('writes what the function prints to its log, and measures it', async () => {
    const { run, telemetry } = await withFunction(
      'export const handler = async () => { console.log("hello from inside"); };',
    );

    await run({});

    await expect.poll(() => telemetry.lines).toContain('hello from inside');
    expect(telemetry.metrics.map(({ name, value }) => [name, value])).toEqual(
      expect.arrayContaining([
        ['Invocations', 1],
        ['Errors', 0],
        ['Duration', expect.any(Number)],
      ]),
    );
  });
});

describe('an invocation fails when', () => {
  it('the handler throws: with name, message and stack of the error', async () => {
    const { run, telemetry, log } = await withFunction(
      'class NoFaceError extends Error { name = "NoFaceError" } export const handler = async () => { throw new NoFaceError("no face") };',
    );

    await expect(run({})).rejects.toMatchObject({ errorType: 'NoFaceError', errorMessage: 'no face' });
    expect(telemetry.metrics).toContainEqual(expect.objectContaining({ name: 'Errors', value: 1 }));
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'failed with NoFaceError' }),
    );
  });

  it('an authorizer refuses a caller: Lambda counts an error, and the log shows no failure', async () => {
    const { run, telemetry, log } = await withFunction(
      'export const handler = async () => { throw new Error("Unauthorized") };',
    );

    await expect(run({})).rejects.toMatchObject({ errorMessage: 'Unauthorized' });
    expect(telemetry.metrics).toContainEqual(expect.objectContaining({ name: 'Errors', value: 1 }));
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'info', message: 'refused a caller as unauthorized' }),
    );
    expect(log.lines).not.toContainEqual(expect.objectContaining({ level: 'warn' }));
  });

  it('it takes longer than its time-out, and the next one gets a fresh environment', async () => {
    const { run } = await withFunction(
      'let calls = 0; export const handler = async (event) => { calls += 1; if (event.hang) await new Promise(() => {}); return calls; };',
      { Timeout: 1 },
    );

    await expect(run({ hang: true })).rejects.toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/Task timed out after 1\.00 seconds$/),
    });
    expect(await run({})).toBe(1);
  });

  it('it blocks its thread beyond the time-out', async () => {
    const { run } = await withFunction('export const handler = async () => { for (;;); };', { Timeout: 1 });

    await expect(run({})).rejects.toMatchObject({ errorType: 'Sandbox.Timedout' });
  });

  it('the function ends its process', async () => {
    const { run } = await withFunction('export const handler = async () => process.exit(3);');

    await expect(run({})).rejects.toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('exit status 3'),
    });
  });

  it('it needs more memory than the template gives it', async () => {
    const { run } = await withFunction(
      'export const handler = async () => { const kept = []; for (;;) kept.push(new Array(100_000).fill(Math.random())); };',
      { MemorySize: 64, Timeout: 20 },
    );

    await expect(run({})).rejects.toMatchObject({ errorType: 'Runtime.OutOfMemory' });
  });

  it('the module cannot be loaded', async () => {
    const { run } = await withFunction('throw new Error("no configuration"); export const handler = 1;');

    await expect(run({})).rejects.toMatchObject({ errorType: 'Error', errorMessage: 'no configuration' });
  });

  it('the module has no such handler', async () => {
    const { run } = await withFunction('export const other = async () => {};');

    await expect(run({})).rejects.toMatchObject({ errorMessage: 'handler is undefined or not exported' });
  });

  it('the handler takes a callback', async () => {
    const { run } = await withFunction(
      'export const handler = (_event, _context, callback) => callback(null, 1);',
    );

    await expect(run({})).rejects.toMatchObject({
      errorType: 'Runtime.CallbackHandlerDeprecated',
      errorMessage: expect.stringContaining('callback-based function handlers'),
    });
  });

  it('the response is larger than 6 MB', async () => {
    const { run } = await withFunction('export const handler = async () => "x".repeat(7 * 1024 * 1024);');

    await expect(run({})).rejects.toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  });

  it('the event is larger than 6 MB', async () => {
    const { run } = await withFunction('export const handler = async () => 1;');

    await expect(run({ text: 'x'.repeat(7 * 1024 * 1024) })).rejects.toMatchObject({
      code: 'RequestTooLargeException',
      status: 413,
    });
  });

  it('no template has the function', async () => {
    const { lambda } = await withFunction('export const handler = async () => 1;');

    await expect(lambda.invoke('nobody', {})).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });
});

describe('concurrency', () => {
  const meeting = `
    export const handler = async () => { await new Promise((resolve) => setTimeout(resolve, 50)); return process.env.AWS_LAMBDA_LOG_STREAM_NAME; };`;

  it('is capped: more invocations than places share the workers there are', async () => {
    const { run } = await withFunction(meeting);

    const environments = await Promise.all(Array.from({ length: 20 }, () => run({})));

    expect(new Set(environments).size).toBeLessThanOrEqual(8);
  });

  it('of a function is held to what the template reserves', async () => {
    const { run, telemetry } = await withFunction(meeting, { ReservedConcurrentExecutions: 2 });

    const results = await Promise.allSettled(Array.from({ length: 5 }, () => run({})));

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(results.filter(({ status }) => status === 'rejected')).toEqual(
      Array.from({ length: 3 }, () => ({
        status: 'rejected',
        reason: expect.objectContaining({ code: 'TooManyRequestsException', status: 429 }),
      })),
    );
    expect(telemetry.metrics.filter(({ name }) => name === 'Throttles')).toHaveLength(3);
  });

  it('keeps every function of the templates warm, so that a second round starts none', async () => {
    const source = 'let calls = 0; export const handler = async () => ++calls;';
    const names = Array.from({ length: 16 }, (_, index) => `Fn${index}`);
    const fixture = await withFunctions(
      Object.fromEntries(names.map((name) => [name, { source: `${source} // ${name}` }])),
    );
    const round = async () => {
      const calls: unknown[] = [];
      for (const name of names) calls.push(await fixture.lambda.invoke(fixture.arn(name), {}));
      return calls;
    };

    expect(await round()).toEqual(names.map(() => 1));
    expect(await round()).toEqual(names.map(() => 2));
  });
});
