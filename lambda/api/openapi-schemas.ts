import * as z from 'zod/mini';
import type { Route } from '../platform/route.ts';
import { OPEN_FUNCTIONS, ROUTES } from './routes.ts';

export type Json = Record<string, unknown>;

const uriOf = (id: string): string => `#/components/schemas/${id}`;
export const ref = (id: string): Json => ({ $ref: uriOf(id) });

export function idOf(schema: z.ZodMiniType): string {
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined)
    throw new Error('a schema of the API needs an id: .register(z.globalRegistry, { id })');
  return id;
}

/** Every schema with an id: requests as sent, responses as received. */
export function componentSchemas(): Json {
  const schemasFor = (io: 'input' | 'output') =>
    z.toJSONSchema(z.globalRegistry, {
      io,
      uri: uriOf,
      override: ({ jsonSchema, zodSchema }) => {
        // the format suffices; the pattern of RFC 3339 is a page of text
        if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
        // responses may grow: clients must not refuse unknown fields
        if (io === 'output' && jsonSchema.additionalProperties === false)
          delete jsonSchema.additionalProperties;
        if (io === 'input') describeDefault(jsonSchema);
        // a response has every member; a default is for those who write one
        else delete jsonSchema.default;
        if (zodSchema instanceof z.core.$ZodDiscriminatedUnion) addDiscriminator(jsonSchema, zodSchema);
      },
    }).schemas;
  const [input, output] = [schemasFor('input'), schemasFor('output')];
  const routes = [
    ...Object.values<Route>(ROUTES),
    ...OPEN_FUNCTIONS.flatMap((one) => one.routes.map(([, route]) => route)),
  ];
  const requests = new Set(
    routes.flatMap((route) => ('body' in route && route.body ? [idOf(route.body)] : [])),
  );
  const ids = Object.keys(output).sort();
  return Object.fromEntries(
    ids.map((id) => {
      const { $schema: _dialect, $id: _uri, ...schema } = (requests.has(id) ? input : output)[id] ?? {};
      return [id, schema];
    }),
  );
}

/**
 * Says the default of a request's member in words: generators make a member with the keyword `default` a
 * required one.
 */
function describeDefault(schema: z.core.JSONSchema.BaseSchema): void {
  if (!('default' in schema)) return;
  const words = `Default: \`${JSON.stringify(schema.default)}\`.`;
  schema.description = schema.description ? `${schema.description} ${words}` : words;
  delete schema.default;
}

/** Maps each value of a union's discriminator to its schema, so that a generated client can branch on it. */
function addDiscriminator(
  schema: z.core.JSONSchema.BaseSchema,
  { _zod: { def } }: z.core.$ZodDiscriminatedUnion,
): void {
  const { discriminator: propertyName, options } = def;
  const mapping = options.flatMap((option) => {
    const id = z.globalRegistry.get(option)?.id;
    const values = [...(option._zod.propValues?.[propertyName] ?? [])];
    return id === undefined ? [] : values.map((value) => [String(value), uriOf(id)]);
  });
  if (mapping.length > 0) schema.discriminator = { propertyName, mapping: Object.fromEntries(mapping) };
}
