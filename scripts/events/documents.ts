import * as z from 'zod/mini';
import type { CatalogRow } from '../../lambda/events/domain/catalog-row.ts';
import {
  EVENT_CATALOG,
  EVENT_TYPES,
  type EventType,
  eventSchemaOf,
} from '../../lambda/events/domain/event-catalog.ts';
import { METRICS } from '../../lambda/kernel/metrics.ts';
import { SESSION_EVENT_TYPES } from '../../lambda/sessions/domain/session-event.ts';

type Json = Record<string, unknown>;

/** Returns one JSON Schema (2020-12) of all events: that of a type is `#/$defs/{type}`. */
export function eventSchemas(): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Events of face-idv',
    description:
      'The detail of an event on the bus, and the body of a webhook: a CloudEvent 1.0. Members may be added.',
    oneOf: EVENT_TYPES.map((type) => ({ $ref: `#/$defs/${type}` })),
    $defs: Object.fromEntries(EVENT_TYPES.map((type) => [type, schemaOf(type)])),
  };
}

function schemaOf(type: EventType): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(eventSchemaOf(type), {
    // schemas that the API names are parts here
    metadata: z.registry(),
    override: ({ jsonSchema }) => {
      // the format suffices; the pattern of RFC 3339 is a page of text
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      // events may grow: receivers must not refuse unknown members
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      delete jsonSchema.default;
    },
  });
  const { summary } = EVENT_CATALOG[type];
  return { title: type, description: `Published when ${summary}.`, ...schema };
}

/** Markers in docs/events.md between which the tables are. */
const [BEGIN, END] = ['<!-- generated: npm run events -->', '<!-- end -->'];

/** Returns a page with its tables as the catalog has them. @throws Error for a page without the markers */
export function withTables(page: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`the page has no ${BEGIN} ... ${END}`);
  return `${before}${BEGIN}\n\n${eventTables()}\n${END}${after}`;
}

function eventTables(): string {
  const isOfSession = (type: EventType) => SESSION_EVENT_TYPES.some((one) => one === type);
  const rows = (types: readonly EventType[], cells: (type: EventType, row: CatalogRow) => string[]) =>
    types.map((type) => `| ${cells(type, EVENT_CATALOG[type]).join(' | ')} |\n`).join('');
  const sessions = rows(
    EVENT_TYPES.filter(isOfSession),
    (type, { summary, client = '', ledger, metrics }) => [
      `\`${type}\``,
      summary,
      client,
      ledger ?? '',
      metricsOf(metrics),
    ],
  );
  const others = rows(
    EVENT_TYPES.filter((type) => !isOfSession(type)),
    (type, { summary, subject, webhook, ledger, metrics }) => [
      `\`${type}\``,
      summary,
      subject,
      dataOf(type),
      webhook ? 'yes' : 'no',
      ledger ?? '',
      metricsOf(metrics),
    ],
  );
  return [
    'Of sessions, by their ids; webhooks carry all of them:\n\n',
    '| Type | When | What the app sees | Ledger | Metrics (dimensions) |\n|---|---|---|---|---|\n',
    sessions,
    '\nAll others:\n\n',
    '| Type | When | Subject | Data | Webhooks | Ledger | Metrics (dimensions) |\n|---|---|---|---|---|---|---|\n',
    others,
  ].join('');
}

const metricsOf = (names: CatalogRow['metrics']): string =>
  names
    .map((name) => {
      const { dimensions } = METRICS[name];
      return `\`${name}\`${dimensions.length === 0 ? '' : ` (${dimensions.join(', ')})`}`;
    })
    .join(', ');

/** Members of the data of an event outside sessions; optional ones end in a question mark. */
function dataOf(type: EventType): string {
  const { data } = eventSchemaOf(type).shape;
  return Object.entries<z.ZodMiniType>(data.shape)
    .filter(([name]) => name !== 'tenant')
    .map(([name, member]) => `\`${name}${member instanceof z.ZodMiniOptional ? '?' : ''}\``)
    .join(', ');
}
