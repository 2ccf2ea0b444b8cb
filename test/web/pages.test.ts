import { isBrowserInstalled } from '@face-idv/local-rekognition/testing/chromium';
import { describe, expect, it } from 'vitest';
import { withSharedPageStack } from '../support/flow-stack.ts';
import { expectAccessible, withBrowser } from '../support/web/browser.ts';

describe.runIf(isBrowserInstalled)('each page', () => {
  const flow = withSharedPageStack();
  const browser = withBrowser();

  it.each(['capture', 'console', 'ops'])('is served with its rules: %s', async (name) => {
    const response = await fetch(`${flow.stack.endpoint}/${name}`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(/script-src ([^;]*)/.exec(policy)?.[1]).toBe("'self' 'wasm-unsafe-eval'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    // a browser would ask TLS of every other server on this machine
    expect(response.headers.get('strict-transport-security')).toBeNull();
    await browser.open(`${flow.stack.endpoint}/${name}`);
  });

  it('is judged by rules that find what nobody could read', async () => {
    const page = await browser.open(`${flow.stack.endpoint}/console`);
    await page.getByLabel('User name').waitFor();
    await expectAccessible(page);
    await page.evaluate(UNREADABLE);
    await expect(expectAccessible(page)).rejects.toThrow("[ 'color-contrast: main > p', …(1) ]");
  });
});

/** Puts a faint text and a picture without a description on a page. */
const UNREADABLE = `
  const faint = document.body.querySelector('main').appendChild(document.createElement('p'));
  faint.textContent = 'faint';
  Object.assign(faint.style, { color: '#ddd', background: '#fff' });
  faint.after(document.createElement('img'));`;
