import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../../lambda/api/examples.ts';
import { openApiDocument } from '../../../lambda/api/openapi.ts';
import { ROUTES, type RouteName } from '../../../lambda/api/routes.ts';
import { PROBLEMS, type ProblemCode } from '../../../lambda/kernel/problem.ts';
import { REASONS } from '../../../lambda/kernel/reason-code.ts';

const document = openApiDocument();
const text = JSON.stringify(document);
const docs = (file: string) => readFile(new URL(`../../../docs/${file}`, import.meta.url), 'utf8');

/** Every object of the document that has this key. */
function allWith(key: string, node: unknown = document): Record<string, unknown>[] {
  if (typeof node !== 'object' || node === null) return [];
  const children = Object.values(node).flatMap((child) => allWith(key, child));
  return key in node ? [node as Record<string, unknown>, ...children] : children;
}

describe('docs/openapi.json', () => {
  it('is what the contract says; `npx tsx scripts/openapi.ts` writes it anew', async () => {
    expect(JSON.parse(await docs('openapi.json'))).toEqual(JSON.parse(text));
  });

  it('has every route with its method', () => {
    const { paths } = document as { paths: Record<string, Record<string, { operationId: string }>> };
    for (const name of Object.keys(ROUTES) as RouteName[]) {
      const { path, method } = ROUTES[name];
      expect(paths[path]?.[method.toLowerCase()]?.operationId).toBe(name);
    }
  });

  it('refers to nothing that is not there', () => {
    const { components } = document as { components: Record<string, Record<string, unknown>> };
    for (const { $ref } of allWith('$ref')) {
      const [, , kind = '', name = ''] = String($ref).split('/');
      expect(components[kind], String($ref)).toHaveProperty(name);
    }
  });

  it('shows an example of every problem, and every problem somewhere but for the missing route', () => {
    const shown = allWith('examples').flatMap(({ examples }) => Object.keys(examples as object));
    const missing = Object.keys(PROBLEMS).filter((code) => !shown.includes(code));
    expect(missing).toEqual(['route_not_found']);
  });

  it('gives examples that its own schemas accept', () => {
    const { components } = document as { components: { schemas: Record<string, object> } };
    const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, uri: true } });
    ajv.addSchema({ $id: 'api', components: { schemas: components.schemas } });
    const validate = (schema: { $ref: string }, value: unknown) => {
      const valid = ajv.validate({ $ref: `api${schema.$ref}` }, value);
      expect(valid, ajv.errorsText()).toBe(true);
    };
    const contents = allWith('schema').filter((content) => 'example' in content || 'examples' in content);
    for (const content of contents) {
      const {
        schema,
        example,
        examples = {},
      } = content as {
        schema: { $ref?: string };
        example?: unknown;
        examples?: Record<string, { value: unknown }>;
      };
      if (schema.$ref === undefined) continue;
      const values = [
        ...(example === undefined ? [] : [example]),
        ...Object.values(examples).map(({ value }) => value),
      ];
      for (const value of values) validate({ $ref: schema.$ref }, value);
    }
    expect(contents.length).toBeGreaterThan(40);
  });

  it('gives examples that the functions accept and answer', () => {
    for (const name of Object.keys(ROUTES) as RouteName[]) {
      const { body, success } = ROUTES[name];
      const example = EXAMPLES[name];
      if (body) body.parse(example?.body);
      if (success.schema) expect(success.schema.parse(example?.answer)).toEqual(example?.answer);
    }
  });
});

describe('docs/errors.md', () => {
  it('has a heading with the right status for every problem, and no other', async () => {
    const errors = await docs('errors.md');
    const headings = [...errors.matchAll(/^### (\w+)\n(\d+)\./gm)].map(
      ([, code, status]) => `${code} ${status}`,
    );
    const codes = (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => `${code} ${PROBLEMS[code].status}`);
    expect(headings.sort()).toEqual(codes.sort());
  });

  it('lists every reason as the catalogue has it', async () => {
    const errors = await docs('errors.md');
    const rows = [...errors.matchAll(/^\| `(\w+)` \| (yes|no) \| `(\w+)` \|$/gm)].map(([, ...row]) =>
      row.join(' '),
    );
    expect(rows).toEqual(
      Object.entries(REASONS).map(
        ([code, { retryable, user_message_key }]) =>
          `${code} ${retryable ? 'yes' : 'no'} ${user_message_key}`,
      ),
    );
  });
});
