import { describe, expect, it } from 'vitest';
import { listConsentTexts, readConsentTexts } from '../../../lambda/consents/list-consent-texts.ts';
import { aConsentContent, aConsentText, someConsents } from '../../support/lambda/a-consent.ts';
import { aCaller, NOON, TENANT } from '../../support/lambda/builders.ts';

const aWorld = () => ({ ...someConsents(), clock: () => NOON });

describe('the list of consent texts', () => {
  it("has the texts of the deployment's config from the beginning", async () => {
    const { data } = await listConsentTexts(aCaller(), undefined, aWorld());
    const { tenant: _tenant, published_by: _by, published_at: _at, ...shown } = aConsentText().entry;
    expect(data).toEqual([{ ...shown, origin: 'stage' }]);
  });

  it('gives those of the config no time of publication before somebody has consented to them', async () => {
    const world = aWorld();
    const times = async () =>
      (await listConsentTexts(aCaller(), undefined, world)).data.map(({ published_at }) => published_at);
    expect(await times()).toEqual([undefined]);
    const [{ unstored } = {}] = await readConsentTexts(TENANT, undefined, world);
    if (unstored) await world.texts.add(unstored);
    const later = { ...world, clock: () => new Date(NOON.getTime() + 1) };
    expect((await listConsentTexts(aCaller(), undefined, later)).data).toMatchObject([
      { origin: 'stage', published_at: NOON.toISOString() },
    ]);
  });

  it('has those of operators beside them, and one of the same place instead', async () => {
    const world = aWorld();
    const other = aConsentText({ body: 'Ours' });
    const german = aConsentText({ locale: 'de' });
    await world.texts.add(german);
    expect(await readConsentTexts(TENANT, '2026-01', world)).toHaveLength(2);
    await world.texts.add(other);
    const known = await readConsentTexts(TENANT, '2026-01', world);
    expect(known).toEqual([{ entry: german.entry }, { entry: other.entry }]);
  });

  it('has those of one version alone, if it is named', async () => {
    const world = { ...aWorld(), stageTexts: [aConsentContent(), aConsentContent({ notice_version: '2' })] };
    await world.texts.add(aConsentText({ notice_version: '3' }));
    const versions = async (version?: string) =>
      (await listConsentTexts(aCaller(), version, world)).data.map(({ notice_version }) => notice_version);
    expect(await versions()).toEqual(['3', '2026-01', '2']);
    expect(await versions('2')).toEqual(['2']);
    expect(await versions('4')).toEqual([]);
  });
});
