import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../../lambda/events/domain/event-catalog.ts';
import { eventSchemas, withTables } from '../../../scripts/events/documents.ts';
import { aPublishedEvent } from '../../support/lambda/published-events.ts';

const docs = (file: string) => readFile(new URL(`../../../docs/${file}`, import.meta.url), 'utf8');

describe('docs/events.schema.json', () => {
  it('is what the catalog says; `npm run events` writes it anew', async () => {
    expect(JSON.parse(await docs('events.schema.json'))).toEqual(JSON.parse(JSON.stringify(eventSchemas())));
  });

  // the format of a time is an annotation in JSON Schema 2020-12
  const validate = new Ajv2020({ strict: true, validateFormats: false }).compile(eventSchemas());

  it('takes an event of each type, and of one type only', () => {
    for (const type of EVENT_TYPES) {
      const event = aPublishedEvent(type);
      expect(validate(event), `${type}: ${JSON.stringify(validate.errors)}`).toBe(true);
      expect(validate({ ...event, type: 'verification_session.forgotten' })).toBe(false);
      expect(validate({ ...event, id: undefined })).toBe(false);
    }
  });

  it('takes members that a later release adds', () => {
    const event = aPublishedEvent('policy.created');
    expect(validate({ ...event, traceparent: '00-1-1-01', data: { ...event.data, further: 1 } })).toBe(true);
  });
});

describe('docs/events.md', () => {
  it('has the tables of the catalog; `npm run events` writes them anew', async () => {
    const page = await docs('events.md');
    expect(withTables(page)).toBe(page);
  });

  it('cannot be written without the place for them', () => {
    expect(() => withTables('# Events')).toThrow('has no');
  });
});
