import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateClientTypes, generateTypes } from '../generate-types.ts';
import { compileUsage } from './compile-usage.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
/** A copy of the contract, which a test of its own keeps equal to the routes. */
const aContract = () => JSON.parse(read('../../../docs/openapi.json'));

describe('the types that openapi-typescript generates', () => {
  it('compile under strict TypeScript, with a named type per status, and no member required by its default', async () => {
    expect(compileUsage(await generateTypes(aContract()))).toEqual([]);
  });

  it("do not compile where a default makes a request's member required, or all statuses have the same members", async () => {
    const document = aContract() as {
      components: { schemas: Record<string, object> };
    };
    const { schemas } = document.components;
    const quality_gate = { type: 'boolean', default: true };
    const consent = { type: 'object', additionalProperties: true };
    const properties = { format: { type: 'string' }, consent, quality_gate };
    schemas.CreateIndexJob = { type: 'object', properties };
    schemas.VerificationSession = { type: 'object', properties: { status: { type: 'string' } } };
    const errors = compileUsage(await generateTypes(document)).join('\n');
    expect(errors).toMatch(/usage\.ts:\d+ Property 'quality_gate' is missing/);
    expect(errors).toMatch(/usage\.ts:\d+ Property 'attempts_remaining' does not exist/);
  });
});

it('is what the client is compiled with; otherwise run `npm run openapi`', async () => {
  const types = read('../src/api.d.ts');
  expect(types).toBe(await generateClientTypes(aContract()));
});
