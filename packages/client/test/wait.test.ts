import { expect, it } from 'vitest';
import { wait } from '../src/wait.ts';

it('resolves after its time', async () => {
  await expect(wait(1, new AbortController().signal)).resolves.toBeUndefined();
});

it('ends with its signal, before or while it waits', async () => {
  await expect(wait(3_600_000, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  const controller = new AbortController();
  const waiting = wait(3_600_000, controller.signal);
  controller.abort(new Error('while'));
  await expect(waiting).rejects.toThrow('while');
});
