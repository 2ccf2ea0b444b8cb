import openapiTS, { astToString } from 'openapi-typescript';

type Content = Record<string, { example?: unknown; examples?: unknown }>;
interface Operation {
  parameters?: { readonly name: string; required: boolean }[];
  requestBody?: { readonly content?: Content };
  responses?: Record<string, { headers?: object; readonly content?: Content }>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** First HTTP status of a refusal. */
const FIRST_REFUSAL = 400;

const HEADER = '/** Generated from docs/openapi.json by `npm run openapi`. */\n\n';

/** Returns the types of a contract. */
export const generateTypes = async (document: object): Promise<string> =>
  astToString(await openapiTS(JSON.stringify(document)));

/**
 * Returns the types that the client is written on. It sends the Idempotency-Key itself, so no caller must;
 * and it throws every refusal as an ApiProblem, so an operation has the answers of its success alone.
 * Examples are left to the contract.
 */
export async function generateClientTypes(document: object): Promise<string> {
  const changed = structuredClone(document) as Document;
  for (const operation of Object.values(changed.paths).flatMap((path) => Object.values<Operation>(path))) {
    const { parameters = [], requestBody, responses = {} } = operation;
    for (const parameter of parameters) if (parameter.name === 'Idempotency-Key') parameter.required = false;
    for (const [status, response] of Object.entries(responses)) {
      if (Number(status) >= FIRST_REFUSAL) delete responses[status];
      delete response.headers;
    }
    const bodies = [requestBody, ...Object.values(responses)];
    for (const media of bodies.flatMap((body) => Object.values(body?.content ?? {}))) {
      delete media.example;
      delete media.examples;
    }
  }
  return `${HEADER}${await generateTypes(changed)}`;
}
