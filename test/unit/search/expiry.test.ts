import { describe, expect, it } from 'vitest';
import { CallExpired, expiry } from '../../../lambda/search/expiry.ts';

describe('a call that hangs', () => {
  it('fails once its signal aborts', async () => {
    const controller = new AbortController();
    let isOver = false;
    const expired = expiry(controller.signal).catch((error: unknown) => {
      isOver = true;
      return error;
    });
    await new Promise(setImmediate);
    expect(isOver).toBe(false);
    controller.abort();
    const error = await expired;
    expect(error).toBeInstanceOf(CallExpired);
    expect(error).toMatchObject({ name: 'CallExpired', message: expect.stringContaining('too long') });
  });

  it('fails at once where its signal has aborted already', async () => {
    await expect(expiry(AbortSignal.abort())).rejects.toBeInstanceOf(CallExpired);
  });
});
