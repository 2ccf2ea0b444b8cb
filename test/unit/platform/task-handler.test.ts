import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { taskHandler } from '../../../lambda/platform/task-handler.ts';
import { currentTenant } from '../../../lambda/platform/tenant-scope.ts';

describe('a task', () => {
  const input = z.object({ registration: z.object({ session_id: z.string() }), secret: z.string() });
  const output = z.object({ continue: z.boolean() });
  const serve = (execute: () => Promise<{ continue: boolean }>) => {
    const logged: unknown[][] = [];
    const log = { info: () => {}, error: (...line: unknown[]) => void logged.push(line) };
    return { logged, handler: taskHandler('a-task', input, output, execute, log) };
  };
  const event = { registration: { session_id: 'vs_1' }, secret: 'face' };

  it('answers what the machine expects', async () => {
    const { handler } = serve(async () => ({ continue: true, more: 'left out' }));
    expect(await handler(event)).toEqual({ continue: true });
  });

  it('passes errors on under their own name, and logs the session but not the event', async () => {
    const throttle = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    const { handler, logged } = serve(() => Promise.reject(throttle));
    await expect(handler(event)).rejects.toMatchObject({ name: 'ThrottlingException', cause: throttle });
    expect(logged).toEqual([['taskFailed', { task: 'a-task', session_id: 'vs_1' }, throttle]]);
  });

  it('passes on no row that an error carries, which Lambda would log', async () => {
    const failed = Object.assign(new Error('condition'), { Item: { pk: { S: 'acme#user#ann' } } });
    const { handler } = serve(() => Promise.reject(failed));
    const reported = await handler(event).catch((error: unknown) => error);
    expect(reported).toMatchObject({ message: 'condition', cause: failed });
    expect(JSON.stringify(reported)).not.toContain('ann');
  });

  it('gives an outage that no machine knows by name a name that it does', async () => {
    const unresolved = Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN' });
    const { handler } = serve(() => Promise.reject(unresolved));
    await expect(handler(event)).rejects.toMatchObject({
      name: 'ServiceUnavailableException',
      message: 'getaddrinfo EAI_AGAIN',
      cause: unresolved,
    });
  });

  it('fails on an input that is not its own', async () => {
    const { handler } = serve(async () => ({ continue: true }));
    await expect(handler({})).rejects.toThrow('input of a-task');
  });
});

describe('the tenant of a task', () => {
  const log = { info: () => {}, error: () => {} };
  const whose = (event: unknown) =>
    taskHandler('a-task', z.unknown(), z.unknown(), async () => currentTenant(), log)(event);

  it.each([
    ['itself', { tenant: 'acme' }],
    ['of a registration', { registration: { tenant: 'acme' } }],
    ['of a job', { job: { tenant: 'acme' } }],
    ['of a reconciliation', { reconciliation: { tenant: 'acme' } }],
  ])('is named by its input %s', async (_where, event) => {
    expect(await whose(event)).toBe('acme');
  });

  it('is none where the input names none, and the task then reaches no data of a tenant', async () => {
    expect(await whose({ tenants: ['acme'] })).toBeUndefined();
  });

  it('is refused where the name is not that of a tenant', async () => {
    await expect(whose({ tenant: 'acme*' })).rejects.toThrow('work for a tenant needs');
  });
});
