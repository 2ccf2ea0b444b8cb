import { isBrowserInstalled } from '@face-idv/local-rekognition/testing/chromium';
import { describe, expect, it } from 'vitest';
import { withSharedPageStack } from '../support/flow-stack.ts';
import { withBrowser } from '../support/web/browser.ts';

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
});
