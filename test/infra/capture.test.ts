import { expect, it } from 'vitest';
import { configOfStage, parseDeploymentConfig, STAGE_NAMES } from '../../lib/config.ts';

const withPage = (pageUrl: string) =>
  parseDeploymentConfig({ ...configOfStage('dev'), capture: { pageUrl } });

it('the page of capture links may be any of an origin that calls the API', () => {
  expect(withPage('http://localhost:5173/verify/phone?lang=de').capture).toEqual({
    pageUrl: 'http://localhost:5173/verify/phone?lang=de',
    exchangesPerSecond: 10,
  });
  for (const stage of STAGE_NAMES) {
    const { capture, api } = configOfStage(stage, stage === 'prod' ? { alarmTarget: 'ops@example.com' } : {});
    expect(api.allowedOrigins).toContain(new URL(capture.pageUrl).origin);
  }
});

it.each([
  ['of another origin', 'https://other.example.com/capture', 'is not in api.allowedOrigins'],
  ['with a fragment', 'http://localhost:5173/#/capture', 'has a fragment'],
  ['without TLS', 'http://app.example.com/capture', 'without TLS'],
  ['that is no address', 'capture', 'capture.pageUrl'],
])('a page %s is refused', (_what, pageUrl, message) => {
  expect(() => withPage(pageUrl)).toThrow(message);
});
