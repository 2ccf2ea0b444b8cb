import { readFileSync } from 'node:fs';

interface Response {
  readonly headers: Record<string, unknown>;
  readonly content?: Record<string, { examples?: Record<string, { value: Record<string, unknown> }> }>;
}
/** An operation of the OpenAPI document. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly parameters: readonly { name: string; in: string }[];
  readonly requestBody?: { content: { 'application/json': { example: unknown } } };
  readonly responses: Record<string, Response>;
}

/** The OpenAPI document as it is published. */
export const document = JSON.parse(
  readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
) as {
  paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  components: { schemas: object };
};
export const OPERATIONS: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    ...operation,
    path,
    method: method.toUpperCase(),
  })),
);
export const problemsIn = ({ responses }: Operation, status: number | string) =>
  responses[status]?.content?.['application/problem+json']?.examples ?? {};
export const takesHeader = ({ parameters }: Operation, header: string) =>
  parameters.some(({ name }) => name === header);
export const takesKey = (operation: Operation) => takesHeader(operation, 'Idempotency-Key');
export const isForClients = ({ security }: Operation) => security.some((scheme) => 'client' in scheme);
/** A person, who is an operator, a backend where no person may call, or an app with the token of a session. */
export const callerOf = (operation: Operation) =>
  isForClients(operation)
    ? 'client'
    : operation.security.some((scheme) => 'person' in scheme)
      ? 'olivia'
      : 'backend';
export const takes = (operation: Operation, where: string) =>
  operation.parameters.some((parameter) => parameter.in === where);
