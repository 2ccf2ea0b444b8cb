import { readFile } from 'node:fs/promises';
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

const textsOf = (language: string) => leavesOf(`web/src/capture/texts/${language}.json`);
const placeholdersOf = (text: string) => (text.match(/\{\{.*?\}\}/g) ?? []).toSorted();

const en = await textsOf('en');
const openapi = await leavesOf('docs/openapi.json');

/** Returns the values of an enumeration of the contract. */
const valuesOf = (schema: string): readonly string[] =>
  [...openapi].filter(([name]) => name.startsWith(`components.schemas.${schema}.`)).map(([, value]) => value);

describe.each(LANGUAGES.filter((language) => language !== 'en'))('the texts in %s', (language) => {
  it('are all that there are in English, each with the same placeholders', async () => {
    const texts = await textsOf(language);
    expect([...texts.keys()]).toEqual([...en.keys()]);
    const otherwise = [...en].filter(
      ([name, text]) => `${placeholdersOf(texts.get(name) ?? '')}` !== `${placeholdersOf(text)}`,
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
  ])('for every %s', (_, names, place) => {
    expect(names.length).toBeGreaterThan(2);
    expect(names.filter((name) => !en.has(`${place}.${name}`))).toEqual([]);
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
