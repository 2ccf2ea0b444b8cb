import type { ValidateFunction } from 'ajv';
import { GatewayError } from './gateway-response.ts';
import { type GatewayRequest, headerValue, requestValue } from './request.ts';
import type { RestApi, Route } from './rest-api.ts';

export interface RequestValidator {
  /** @throws GatewayError BAD_REQUEST_PARAMETERS or BAD_REQUEST_BODY */
  validate(
    request: GatewayRequest,
    route: Route,
    pathParameters: Readonly<Record<string, string>>,
  ): Promise<void>;
}

/** Request validators and models of one API: required parameters first, then the body against its model. */
export function createRequestValidator(api: RestApi): RequestValidator {
  const compiled = new Map<string, Promise<ValidateFunction>>();
  const modelOf = (name: string): Promise<ValidateFunction> => {
    const known = compiled.get(name);
    if (known) return known;
    const created = compileModel(api, name);
    compiled.set(name, created);
    return created;
  };
  return {
    validate: async (request, route, pathParameters) => {
      const missing = route.validation.requiredParameters
        .filter((expression) => !requestValue(request, pathParameters, expression))
        .map((expression) => expression.split('.').slice(3).join('.'));
      if (missing.length > 0) {
        throw new GatewayError(
          'BAD_REQUEST_PARAMETERS',
          `Missing required request parameters: [${missing.join(', ')}]`,
        );
      }
      const contentType =
        (headerValue(request, 'content-type') ?? 'application/json').split(';')[0]?.trim() ?? '';
      const model = route.validation.bodyModels[contentType];
      if (model !== undefined) await validateBody(request.body, await modelOf(model));
    },
  };
}

async function validateBody(body: Buffer, validate: ValidateFunction): Promise<void> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new GatewayError('BAD_REQUEST_BODY', undefined, '[Invalid request body]');
  }
  if (validate(value)) return;
  const problems = (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || 'object'} ${message}`,
  );
  throw new GatewayError('BAD_REQUEST_BODY', undefined, `[${problems.join(', ')}]`);
}

async function compileModel(api: RestApi, name: string): Promise<ValidateFunction> {
  // loaded when the first body is checked: an API without models starts without it
  const { default: ajv } = await import('ajv-draft-04');
  const compiler = new ajv.default({ strict: false, allErrors: true, validateFormats: false, logger: false });
  for (const [model, schema] of Object.entries(api.models)) {
    compiler.addSchema(
      schema as object,
      `https://apigateway.amazonaws.com/restapis/${api.id}/models/${model}`,
    );
  }
  const validate = compiler.getSchema(`https://apigateway.amazonaws.com/restapis/${api.id}/models/${name}`);
  if (!validate) throw new Error(`API ${api.name} has no model "${name}"`);
  return validate as ValidateFunction;
}
