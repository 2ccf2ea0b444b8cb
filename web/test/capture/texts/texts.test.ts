import { readFile } from 'node:fs/promises';
import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import { CHECK_FAULTS } from '../../../src/capture/liveness/check-fault.ts';
import { EXPLAINED } from '../../../src/capture/session/trouble.ts';
import { LANGUAGES } from '../../../src/capture/texts/locale.ts';

type Texts = ReadonlyMap<string, string>;

/** Members of a JSON file by their path, such as `page.title`. */
async function leavesOf(path: string): Promise<Texts> {
  const leaves = new Map<string, string>();
  const walk = (value: unknown, name: string) => {
    if (typeof value !== 'object' || value === null) leaves.set(name, String(value));
    else for (const [key, member] of Object.entries(value)) walk(member, name ? `${name}.${key}` : key);
  };
  walk(JSON.parse(await readFile(new URL(`../../../../${path}`, import.meta.url), 'utf8')), '');
  return leaves;
}

const FOLDER = new URL('../../../src/capture/texts/', import.meta.url);
const textsOf = (language: string) => leavesOf(`web/src/capture/texts/${language}.json`);
const placeholdersOf = (text: string) => (text.match(/\{\{.*?\}\}/g) ?? []).toSorted();

/** The name of a text without the form of its plural, which is a matter of the language. */
const singleName = (name: string) => name.replace(/_(zero|one|two|few|many|other)$/, '');
const isPlural = (name: string) => singleName(name) !== name;

const en = await textsOf('en');
const names = new Set([...en.keys()].map(singleName));
const openapi = await leavesOf('docs/openapi.json');

/** Returns the values of an enumeration of the contract. */
const valuesOf = (schema: string): readonly string[] =>
  [...openapi].filter(([name]) => name.startsWith(`components.schemas.${schema}.`)).map(([, value]) => value);

describe.each(LANGUAGES.filter((language) => language !== 'en'))('the texts in %s', (language) => {
  it('are all that there are in English, each with the same placeholders', async () => {
    const texts = await textsOf(language);
    expect([...new Set([...texts.keys()].map(singleName))]).toEqual([...names]);
    const inEnglish = (name: string) => en.get(name) ?? en.get(`${singleName(name)}_other`) ?? '';
    const otherwise = [...texts].filter(
      ([name, text]) => `${placeholdersOf(text)}` !== `${placeholdersOf(inEnglish(name))}`,
    );
    expect(otherwise).toEqual([]);
  });

  it('are none of them empty, and sentences none of them English', async () => {
    const texts = await textsOf(language);
    const isSentence = (text: string) => text.split(' ').length > 3;
    const left = [...texts].filter(
      ([name, text]) => !text.trim() || (isSentence(text) && en.get(name) === text),
    );
    expect(left).toEqual([]);
  });

  it('ask to come closer in words of their own: by them a photo that stands in for a camera moves', async () => {
    const texts = await textsOf(language);
    const closer = ['liveness.hintTooFarText', 'liveness.hintMatchIndicatorText'];
    const asking = [...texts].filter(
      ([name, text]) =>
        name.startsWith('liveness.hint') && closer.some((one) => text.includes(texts.get(one) ?? '')),
    );
    expect(asking.map(([name]) => name).toSorted()).toEqual(closer.toSorted());
  });
});

describe.each(LANGUAGES)('numbers in %s', (language) => {
  /** As long as anybody is locked out, in minutes: a day. */
  const MAX_MINUTES = 1440;

  it('have a text for each form of their plural', async () => {
    const texts = await textsOf(language);
    const rules = new Intl.PluralRules(language);
    const forms = new Set(Array.from({ length: MAX_MINUTES }, (_, index) => rules.select(index + 1)));
    const plurals = new Set([...texts.keys()].filter(isPlural).map(singleName));
    expect(plurals.size).toBeGreaterThan(1);
    for (const name of plurals)
      for (const form of forms) expect(texts.get(`${name}_${form}`), `${name}_${form}`).toBeDefined();
  });

  it('are written as one, or as more than one', async () => {
    const translation = JSON.parse(await readFile(new URL(`${language}.json`, FOLDER), 'utf8')) as object;
    const i18n = createInstance({ lng: language, resources: { [language]: { translation } } });
    await i18n.init();
    const text = (count: number) => String(i18n.t('trouble.liveness_locked_out', { count }));
    expect(text(1)).toMatch(/\b1 minut[eo]?\b/i);
    expect(text(2)).toMatch(/\b2 minut(es|os|en)\b/i);
  });
});

describe('the page has a text', () => {
  it.each([
    ['message of the API', valuesOf('UserMessageKey.enum'), 'message'],
    ['problem that it explains', [...EXPLAINED, 'network', 'unexpected'], 'trouble'],
    ['fault of a check', CHECK_FAULTS, 'face.failed'],
    ['hint after a check', valuesOf('LivenessResult.properties.feedback.items.enum'), 'face.feedback'],
    [
      'fault of the camera',
      valuesOf('InterruptionReason.enum').filter((reason) => /^(camera|device)_/.test(reason)),
      'camera',
    ],
    ['reason for another way', valuesOf('AlternativeReason.enum'), 'alternative'],
  ])('for every %s', (_, wanted, place) => {
    expect(wanted.length).toBeGreaterThan(2);
    expect(wanted.filter((name) => !names.has(`${place}.${name}`))).toEqual([]);
  });

  it('for every way in which a session ends, and every type of one that is approved', () => {
    const statuses = valuesOf('LivenessResult.properties.status.enum');
    const open = ['requires_input', 'processing', 'approved'];
    const titles = statuses
      .filter((status) => !open.includes(status))
      .map((status) => `result.${status}.title`);
    const types = valuesOf('RequiresInputSession.properties.type.enum');
    const approved = [...types, 'without_face'].flatMap((type) => [
      `result.approved.${type}.title`,
      `result.approved.${type}.text`,
    ]);
    expect(titles).toHaveLength(6);
    expect(approved).toHaveLength(10);
    expect([...titles, ...approved].filter((name) => !en.has(name))).toEqual([]);
  });
});
