import { describe, expect, it } from 'vitest';
import { scheduledHandler } from '../../../lambda/platform/scheduled-handler.ts';
import { currentTenant } from '../../../lambda/platform/tenant-scope.ts';

function schedule(work: (tenant: string) => Promise<void>) {
  const logged: unknown[][] = [];
  const log = { info: () => {}, error: (...line: unknown[]) => void logged.push(line) };
  return { logged, run: scheduledHandler('chore', work, log) };
}

describe('a scheduled function', () => {
  it('works for one tenant after the other, each in its own scope', async () => {
    const done: unknown[] = [];
    const { logged, run } = schedule(async (tenant) => {
      done.push([tenant, currentTenant()]);
    });
    await run({ tenants: ['ant', 'bee', 'cat'] });
    expect(done).toEqual([
      ['ant', 'ant'],
      ['bee', 'bee'],
      ['cat', 'cat'],
    ]);
    expect(logged).toEqual([]);
  });

  it('fails when one tenant fails, after it has done the others', async () => {
    const done: string[] = [];
    const fault = new Error('no');
    const { logged, run } = schedule(async (tenant) => {
      if (tenant === 'bee') throw fault;
      done.push(tenant);
    });
    await expect(run({ tenants: ['ant', 'bee', 'cat'] })).rejects.toMatchObject({
      message: 'chore failed for 1 tenants',
      errors: [fault],
    });
    expect(done).toEqual(['ant', 'cat']);
    expect(logged).toEqual([['taskFailed', { task: 'chore' }, fault]]);
  });
});
