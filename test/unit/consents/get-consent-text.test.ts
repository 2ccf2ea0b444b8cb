import { describe, expect, it } from 'vitest';
import { getConsentText, requireText } from '../../../lambda/consents/get-consent-text.ts';
import { aConsentText, someConsents } from '../../support/lambda/a-consent.ts';
import { aCaller, NOON, TENANT } from '../../support/lambda/builders.ts';

const aWorld = () => ({ ...someConsents(), clock: () => NOON });

describe('a consent text', () => {
  it('of the config is shown with what it says', async () => {
    const view = await getConsentText(aCaller(), '2026-01', { locale: 'fr' }, aWorld());
    expect(view).toMatchObject({ locale: 'en', origin: 'stage', body: aConsentText().content.body });
    expect(view).not.toHaveProperty('tenant');
    expect(view).not.toHaveProperty('published_at');
  });

  it('of an operator is shown by language and jurisdiction', async () => {
    const world = aWorld();
    await world.texts.add(aConsentText({ locale: 'es', jurisdiction: 'US', body: 'Comparamos su cara.' }));
    const view = await getConsentText(
      aCaller(),
      '2026-01',
      { locale: 'es-MX', jurisdiction: 'US-IL' },
      world,
    );
    expect(view).toMatchObject({ locale: 'es', jurisdiction: 'US', body: 'Comparamos su cara.' });
  });

  it.each([
    ['2027-01', {}, 'notice_version "2027-01"; list'],
    ['2026-01', { purpose: 'authentication' as const }, 'for purpose "authentication"; list'],
    ['2', { locale: 'de', jurisdiction: 'DE' }, 'for locale "de", jurisdiction "DE"; list'],
  ])('is refused as %s %j, saying what was asked for and where to look', async (version, wanted, said) => {
    const world = {
      ...aWorld(),
      stageTexts: [aConsentText({ purposes: ['identity_verification'] }).content],
    };
    await expect(requireText(TENANT, version, wanted, world)).rejects.toMatchObject({
      code: 'consent_text_unknown',
      message: expect.stringContaining(said),
    });
    await expect(requireText(TENANT, version, wanted, world)).rejects.toThrow('GET /v1/consent-texts');
  });
});
