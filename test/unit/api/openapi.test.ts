import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../../lambda/api/examples.ts';
import { openApiDocument } from '../../../lambda/api/openapi.ts';
import { sufficientScopes } from '../../../lambda/api/openapi-security.ts';
import { CLIENT_FUNCTIONS, ROUTES, type RouteName } from '../../../lambda/api/routes.ts';
import { DEFAULT_PROBLEM_BASE_URL, PROBLEMS, type ProblemCode } from '../../../lambda/kernel/problem.ts';
import { REASON_CODES, REASONS } from '../../../lambda/kernel/reason-code.ts';
import { apiScope, BACKEND_SCOPES } from '../../../lambda/kernel/tenancy.ts';
import { sessionStatus } from '../../../lambda/sessions/domain/session-status.ts';

const document = openApiDocument();
const text = JSON.stringify(document);
const { schemas } = (document as { components: { schemas: Record<string, Record<string, unknown>> } })
  .components;

interface Operation {
  readonly operationId: RouteName;
  readonly tags: string[];
  readonly security: Record<string, string[]>[];
  readonly parameters: { name: string; in: string; required: boolean; description?: string }[];
  readonly requestBody?: { required: boolean };
}
const operations = (): Operation[] =>
  Object.values((document as { paths: Record<string, Record<string, Operation>> }).paths).flatMap(
    Object.values,
  );

const isForClients = (security: Operation['security']) => security.some((one) => 'client' in one);

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

  it('has every route of client tokens beside the one that it mirrors, without its id and without a reason', () => {
    const { paths } = document as { paths: Record<string, Record<string, Operation>> };
    const routes = CLIENT_FUNCTIONS.flatMap((one) => one.routes);
    expect(routes.length).toBeGreaterThan(7);
    for (const { name, path, route } of routes) {
      const operation = paths[path]?.[route.method.toLowerCase()];
      expect(operation).toMatchObject({ operationId: name, security: [{ client: [] }] });
      const names = operation?.parameters.map((parameter) => parameter.name);
      expect(names).not.toContain('id');
      expect(names).not.toContain('Audit-Reason');
    }
  });

  it('names the catalogues of codes, and has one schema per status of a session', () => {
    const { ReasonCode, ProblemCode, UserMessageKey, VerificationSession, ...others } = schemas;
    expect(ReasonCode).toMatchObject({ type: 'string', enum: REASON_CODES });
    expect(ProblemCode).toMatchObject({ type: 'string', enum: Object.keys(PROBLEMS) });
    const keys = new Set(Object.values(REASONS).map((reason) => reason.user_message_key));
    expect(UserMessageKey).toMatchObject({ type: 'string', enum: [...keys] });
    const { oneOf, discriminator } = VerificationSession as {
      oneOf: { $ref: string }[];
      discriminator: { propertyName: string; mapping: Record<string, string> };
    };
    expect(discriminator.propertyName).toBe('status');
    expect(Object.keys(discriminator.mapping).sort()).toEqual([...sessionStatus.options].sort());
    expect(Object.values(discriminator.mapping)).toEqual(oneOf.map(({ $ref }) => $ref));
    for (const [status, uri] of Object.entries(discriminator.mapping))
      expect(others[uri.split('/').at(-1) ?? '']).toMatchObject({
        properties: { status: { const: status } },
      });
  });

  it('requires no member that has a default, in a body or in a query', () => {
    const withDefault = allWith('default', schemas).filter((node) => 'type' in node);
    expect(withDefault).toEqual([]);
    for (const { operationId, parameters } of operations()) {
      const required = parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
      expect(required, operationId).toEqual([]);
    }
    const optional = operations().filter(({ requestBody }) => requestBody?.required === false);
    expect(optional.map(({ operationId }) => operationId).sort()).toEqual([
      'assign-review-case',
      'change-migration',
      'client-create-liveness-session',
      'create-liveness-session',
      'create-reconciliation',
      'rotate-webhook-secret',
      'withdraw-consent',
    ]);
  });

  it('describes every parameter, and tags every operation with a tag that it explains', () => {
    const { tags } = document as { tags: { name: string; description: string }[] };
    const used = operations().map(({ operationId, parameters, tags: of }) => {
      for (const { name, description } of parameters)
        expect(description, `${operationId} ${name}`).toMatch(/\.$/);
      expect(of, operationId).toHaveLength(1);
      return of[0];
    });
    expect([...new Set(used)].sort()).toEqual(tags.map(({ name }) => name).sort());
  });

  it('names for every operation the scopes that its route accepts, each with its scheme', () => {
    const { securitySchemes } = (
      document as { components: { securitySchemes: Record<string, { flows?: object }> } }
    ).components;
    const open = operations().filter(({ security }) => security.length === 0);
    expect(open.map(({ operationId }) => operationId).sort()).toEqual([
      'exchange-capture-link',
      'list-signing-keys',
      'repudiate-by-link',
    ]);
    for (const { operationId, security } of operations()) {
      if (security.length === 0 || isForClients(security)) continue;
      const scopes = security.flatMap((requirement) => Object.values(requirement).flat());
      expect(scopes, operationId).toEqual(sufficientScopes(ROUTES[operationId]).map(apiScope));
      for (const requirement of security)
        for (const scheme of Object.keys(requirement)) expect(securitySchemes).toHaveProperty(scheme);
    }
    expect(securitySchemes.backend?.flows).toMatchObject({
      clientCredentials: {
        scopes: Object.fromEntries(BACKEND_SCOPES.map((scope) => [apiScope(scope), expect.any(String)])),
      },
    });
  });

  it('says of every 429 and 503 how long to wait', () => {
    const { paths } = document as unknown as {
      paths: Record<string, Record<string, { responses: Record<string, { headers: object }> }>>;
    };
    for (const [path, methods] of Object.entries(paths))
      for (const { responses } of Object.values(methods)) {
        for (const status of ['429', '503'])
          expect(responses[status]?.headers, `${path} ${status}`).toHaveProperty('Retry-After');
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
      // by its address, so that it is compiled once
      const accepts = ajv.getSchema(`api${schema.$ref}`);
      expect(accepts?.(value), ajv.errorsText(accepts?.errors)).toBe(true);
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

describe('the type of a problem', () => {
  it('is by default in docs/errors.md of the repository that package.json names', async () => {
    const manifest = JSON.parse(await docs('../package.json')) as { repository: { url: string } };
    const repository = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
    expect(DEFAULT_PROBLEM_BASE_URL).toBe(`${repository}/blob/main/docs/errors.md`);
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
