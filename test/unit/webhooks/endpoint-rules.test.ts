import { expect, it } from 'vitest';
import { requireReasons, requireUrl } from '../../../lambda/webhooks/endpoint-rules.ts';
import { aBackend, aCaller, anOperator } from '../../support/lambda/builders.ts';

it('refuses a URL that events are not sent to, and says which member is wrong', () => {
  expect(() => requireUrl('https://hooks.example.com/', [])).not.toThrow();
  expect(() => requireUrl('https://10.0.0.1/', [])).toThrow(
    expect.objectContaining({
      code: 'invalid_request',
      extensions: { errors: [expect.objectContaining({ path: 'url' })] },
    }),
  );
});

it('lets operators, and backends that may read reports, have reasons sent', () => {
  for (const caller of [anOperator(), aCaller(['manage', 'webhooks', 'reports'])])
    expect(() => requireReasons(caller, true)).not.toThrow();
  expect(() => requireReasons(aBackend(), false)).not.toThrow();
  expect(() => requireReasons(aBackend(), undefined)).not.toThrow();
  expect(() => requireReasons(aBackend(), true)).toThrow(expect.objectContaining({ code: 'forbidden' }));
});
