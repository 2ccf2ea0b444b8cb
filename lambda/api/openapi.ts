import { clientOperationObject, openOperationObject, operationObject } from './openapi-operation.ts';
import { componentSchemas, type Json } from './openapi-schemas.ts';
import { securitySchemes } from './openapi-security.ts';
import { CLIENT_TAG, TAGS } from './openapi-tags.ts';
import { API_FUNCTIONS, CLIENT_FUNCTIONS, OPEN_FUNCTIONS } from './routes.ts';

/** Generates the OpenAPI 3.1 document from the routes and schemas of the functions. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const { name, routes } of API_FUNCTIONS) {
    for (const [operation, route] of routes) {
      const { path, method } = route;
      paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(operation, route, TAGS[name]) };
    }
  }
  for (const one of CLIENT_FUNCTIONS.flatMap(({ routes }) => routes))
    paths[one.path] = { ...paths[one.path], [one.route.method.toLowerCase()]: clientOperationObject(one) };
  for (const { name, routes } of OPEN_FUNCTIONS) {
    for (const [operation, route] of routes)
      paths[route.path] = {
        ...paths[route.path],
        [route.method.toLowerCase()]: openOperationObject(operation, route, TAGS[name]),
      };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'face-idv',
      version: '1',
      description:
        'Identity verification by face and liveness on Amazon Rekognition. Errors are `application/problem+json` with a stable code (see docs/errors.md). Every POST requires an Idempotency-Key, except an erasure request.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      {
        url: 'https://{host}/v1',
        description: 'The output `ApiUrl` of the stack `FaceIdv-{stage}-Service`.',
        variables: { host: { default: 'api.example.com', description: 'Host of the API.' } },
      },
    ],
    tags: [...new Map([...Object.values(TAGS), CLIENT_TAG].map((tag) => [tag.name, tag])).values()],
    paths,
    components: {
      schemas: componentSchemas(),
      headers: {
        'X-Request-Id': {
          description:
            'Id of the request, for support. Responses of API Gateway itself have it in their body only.',
          schema: { type: 'string' },
        },
        'Retry-After': {
          description: 'Seconds to wait before the next request.',
          schema: { type: 'integer' },
        },
        'Cache-Control': {
          description: 'For how long the answer may be kept.',
          schema: { type: 'string' },
        },
        'Idempotent-Replayed': {
          description: 'Present if this response repeats that of an earlier request with the same key.',
          schema: { type: 'string', const: 'true' },
        },
      },
      securitySchemes: securitySchemes(),
    },
  };
}
