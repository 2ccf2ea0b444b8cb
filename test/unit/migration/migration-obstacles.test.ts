import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aMigratingTenant } from '../../support/lambda/a-migrating-tenant.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { filled } from '../../support/lambda/fault-sweep.ts';
import { anImageOf, NOBODY } from '../../support/lambda/in-memory-collections.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

describe('a cut-over', () => {
  it('refuses to cut over while an image is missing or shows nobody, unless the operator accepts it', async () => {
    const tenant = await aMigratingTenant(tables);
    const [ada, bob] = tenant.sources;
    await tenant.enrolledImages.delete(tenant.enrolledImages.keyOf(ada?.s3_image_url ?? ''));
    const key = tenant.enrolledImages.keyOf(bob?.s3_image_url ?? '');
    await tenant.enrolledImages.writeJpeg(key, anImageOf(NOBODY));
    await filled(tenant);
    expect(await tenant.state()).toMatchObject({ status: 'ready', counts: { failed: 2 } });
    await expect(tenant.change('cut-over')).rejects.toThrow('2 images could not be moved');

    await tenant.enrolledImages.writeJpeg(key, anImageOf('bob'));
    await tenant.change('recheck');
    await filled(tenant);
    await expect(tenant.change('cut-over')).rejects.toThrow('1 images could not be moved');
    await tenant.change('cut-over', { accept_missing: true });
    expect((await tenant.state()).held.g2?.users).toEqual(['bob', 'cyd']);
  });

  it('learns of a user whom the new model does not see, who is enrolled while it is ready', async () => {
    const tenant = await aMigratingTenant(tables);
    await filled(tenant);
    await tenant.enrollUnseen('dan');
    await expect(tenant.change('cut-over')).rejects.toThrow('1 images could not be moved');
    // another pass looks at the image once more, and comes to the same end
    await tenant.change('recheck');
    await filled(tenant);
    expect(await tenant.state()).toMatchObject({ status: 'ready', pass: 3, counts: { failed: 1 } });
    await expect(tenant.change('cut-over')).rejects.toThrow('1 images could not be moved');
    await tenant.change('cut-over', { accept_missing: true });
    // the old generation lacks nobody, until somebody is enrolled whom it does not see
    await tenant.enrollUnseen('eve');
    await expect(tenant.change('roll-back')).rejects.toThrow('1 images could not be moved');
    await tenant.change('roll-back', { accept_missing: true });
  });

  it('forgets what was missing when another pass finds its user gone', async () => {
    const tenant = await aMigratingTenant(tables);
    const [ada] = tenant.sources;
    await tenant.enrolledImages.delete(tenant.enrolledImages.keyOf(ada?.s3_image_url ?? ''));
    await filled(tenant);
    await tenant.erase('ada', ada?.face_id ?? '');
    await expect(tenant.change('cut-over')).rejects.toThrow('1 images could not be moved');
    await tenant.change('recheck');
    await filled(tenant);
    await expect(tenant.change('cut-over')).resolves.toMatchObject({ status: 'cut_over' });
  });

  it('refuses to cut over while the generations answer differently, unless the operator accepts it', async () => {
    const tenant = await aMigratingTenant(tables);
    await filled(tenant);
    const compare = async (session_id: string) =>
      tenant.shadowReads.record(await tenant.current(), {
        session_id,
        search: 'duplicate_search',
        result: 'only_old',
        calls: { SearchFacesByImage: 3 },
      });
    await compare('vs_1');
    await expect(tenant.change('cut-over')).rejects.toThrow('agree in 0 of 1 searches');
    // what was found belongs to the pass that it was found in
    await tenant.change('recheck');
    await filled(tenant);
    await expect(tenant.change('cut-over')).resolves.toMatchObject({ status: 'cut_over' });
    await tenant.change('roll-back');
    await compare('vs_1');
    await tenant.change('cut-over', { accept_disagreement: true });
  });
});
