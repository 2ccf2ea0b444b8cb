import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { document, OPERATIONS, problemsIn } from './documented-api.ts';
import { type Call, callsOf } from './documented-calls.ts';
import type { OwnFlowStack } from './flow-stack.ts';

const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, uri: true } });
ajv.addSchema({ $id: 'api', components: document.components });

/** Compares the problems that a stack answers with those of the document. */
export function problemProber(flow: OwnFlowStack) {
  const calls = callsOf(flow);
  const { clientTokens, operationOf, send } = calls;
  const provoked = new Set<string>();

  /** Sends a request and compares the problem with the document: status, code, type, schema and headers. */
  async function expectProblem(id: string, code: string, call: Call = {}) {
    await expectOne(id, code, call);
    // an app with the session's token gets the same
    const mirror = OPERATIONS.find(({ operationId }) => operationId === `client-${id}`);
    const isDocumented =
      mirror && Object.keys(mirror.responses).some((one) => code in problemsIn(mirror, one));
    if (isDocumented && call.key === undefined && clientTokens.has(call.path?.id ?? ''))
      await expectOne(`client-${id}`, code, { ...call, token: 'client' });
  }

  async function expectOne(id: string, code: string, call: Call) {
    const operation = operationOf(id);
    const response = await send(operation, call);
    const body = (await response.json()) as Record<string, unknown>;
    const about = `${id} ${JSON.stringify(call)}: ${JSON.stringify(body)}`;
    const documented = problemsIn(operation, response.status)[code]?.value;
    expect(documented, about).toBeDefined();
    const { type, title, status } = documented ?? {};
    expect(body, about).toMatchObject({ type, title, status, code });
    expect(body.status).toBe(response.status);
    expect(response.headers.get('content-type'), about).toContain('application/problem+json');
    const accepts = ajv.getSchema('api#/components/schemas/Problem');
    expect(accepts?.(body), ajv.errorsText(accepts?.errors)).toBe(true);
    expect(Array.isArray(body.errors), about).toBe(code === 'invalid_request');
    const waits = response.headers.get('retry-after');
    if (body.retry_after_seconds !== undefined) expect(waits).toBe(String(body.retry_after_seconds));
    if (waits !== null)
      expect(Object.keys(operation.responses[response.status]?.headers ?? {}), about).toContain(
        'Retry-After',
      );
    provoked.add(`${id} ${code}`);
  }

  return { ...calls, flow, provoked, expectProblem, expectOne };
}

export type ProblemProber = ReturnType<typeof problemProber>;
