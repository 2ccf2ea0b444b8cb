import { describe, expect, it } from 'vitest';
import { publishConsentText } from '../../../lambda/consents/publish-consent-text.ts';
import { aConsentContent, aConsentText, someConsents } from '../../support/lambda/a-consent.ts';
import { anOperator, NOON } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aWorld() {
  const { emit, metrics } = recordedMetrics();
  return { ...someConsents(), clock: () => NOON, emit, metrics };
}
const GERMAN = aConsentContent({ locale: 'de', body: 'Wir vergleichen Ihr Gesicht.' });

describe('publishing a consent text', () => {
  it('stores it, with who published it', async () => {
    const world = aWorld();
    const view = await publishConsentText(anOperator(), GERMAN, world);
    const { tenant: _tenant, ...entry } = aConsentText(GERMAN).entry;
    expect(view).toEqual({ ...entry, body: GERMAN.body });
    expect(world.texts.entries).toEqual([aConsentText(GERMAN).entry]);
    expect(world.metrics).toEqual([{ name: 'ConsentTextPublished', value: 1, dimensions: {} }]);
  });

  it('again changes nothing, also where the config has the text', async () => {
    const world = aWorld();
    const first = await publishConsentText(anOperator(), GERMAN, world);
    expect(await publishConsentText(anOperator(), GERMAN, world)).toEqual(first);
    const ofStage = await publishConsentText(anOperator(), aConsentContent(), world);
    expect(ofStage.origin).toBe('stage');
    expect(world.texts.entries).toHaveLength(1);
    expect(world.metrics).toHaveLength(1);
  });

  it.each([
    ['of the config', aConsentContent({ body: 'Another' }), 'locale "en"; a published text'],
    ['of an operator', { ...GERMAN, body: 'Anders' }, 'locale "de"; a published text'],
  ])('is refused in the place of another one %s', async (_name, content, said) => {
    const world = aWorld();
    await publishConsentText(anOperator(), GERMAN, world);
    await expect(publishConsentText(anOperator(), content, world)).rejects.toMatchObject({
      code: 'consent_text_published',
      message: expect.stringContaining(said),
    });
  });

  it('by two operators at the same time stores the first, and takes the second if it is the same', async () => {
    const world = aWorld();
    const texts = {
      ...world.texts,
      list: world.texts.list,
      content: world.texts.content,
      add: async () => {
        await world.texts.add(aConsentText(GERMAN));
        return false;
      },
    };
    const meanwhile = { ...world, texts };
    expect(await publishConsentText(anOperator(), GERMAN, meanwhile)).toMatchObject({ locale: 'de' });
    world.texts.entries.length = 0;
    const other = publishConsentText(
      anOperator(),
      { ...GERMAN, jurisdiction: undefined, body: 'x' },
      meanwhile,
    );
    await expect(other).rejects.toMatchObject({ code: 'consent_text_published' });
  });
});
