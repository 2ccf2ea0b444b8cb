import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../lambda/api/openapi.ts';
import { compileUsage, generateTypes } from '../../client-types/compile-usage.ts';

describe('the types that openapi-typescript generates', () => {
  it('compile under strict TypeScript, with a named type per status, and no member required by its default', async () => {
    expect(compileUsage(await generateTypes(openApiDocument()))).toEqual([]);
  });

  it("do not compile where a default makes a request's member required, or all statuses have the same members", async () => {
    const document = structuredClone(openApiDocument()) as {
      components: { schemas: Record<string, object> };
    };
    const { schemas } = document.components;
    const quality_gate = { type: 'boolean', default: true };
    schemas.CreateIndexJob = { type: 'object', properties: { format: { type: 'string' }, quality_gate } };
    schemas.VerificationSession = { type: 'object', properties: { status: { type: 'string' } } };
    const errors = compileUsage(await generateTypes(document)).join('\n');
    expect(errors).toMatch(/usage\.ts:\d+ Property 'quality_gate' is missing/);
    expect(errors).toMatch(/usage\.ts:\d+ Property 'attempts_remaining' does not exist/);
  });
});
